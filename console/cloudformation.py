"""Ask CloudFormation what exists; nothing here changes anything."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from cdk.naming import Tag

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class DeployedStack:
    """A stack as CloudFormation describes it.

    Attributes:
        name: its name.
        status: such as CREATE_COMPLETE.
        changed: when it was last created or updated.
        outputs: its outputs by key.
        protected: whether it refuses to be deleted.
        tags: its tags by key.
    """

    name: str
    status: str
    changed: datetime
    outputs: dict[str, str]
    protected: bool
    tags: dict[str, str]

    @property
    def exists(self) -> bool:
        """Tell whether there is anything in it."""
        return self.status not in {"DELETE_COMPLETE", "REVIEW_IN_PROGRESS"}


def describe(client: Any, name: str) -> DeployedStack | None:  # noqa: ANN401 - a boto3 client
    """Return one stack, or None where there is none."""
    try:
        found = client.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return _stack(found[0]) if found else None


def stacks_of(client: Any, lab: str, env: str) -> list[DeployedStack]:  # noqa: ANN401
    """Return every stack that bears the tags of a lab's environment, oldest first."""
    pages = client.get_paginator("describe_stacks").paginate()
    every = [_stack(stack) for page in pages for stack in page["Stacks"]]
    wanted = {Tag.LAB.value: lab, Tag.ENVIRONMENT.value: env}
    return [s for s in every if s.exists and wanted.items() <= s.tags.items()]


def _stack(found: dict[str, Any]) -> DeployedStack:
    return DeployedStack(
        name=found["StackName"],
        status=found["StackStatus"],
        changed=found.get("LastUpdatedTime") or found["CreationTime"],
        outputs={o["OutputKey"]: o["OutputValue"] for o in found.get("Outputs", [])},
        protected=found.get("EnableTerminationProtection", False),
        tags={tag["Key"]: tag["Value"] for tag in found.get("Tags", [])},
    )


def deployed_template(client: Any, name: str) -> dict[str, Any]:  # noqa: ANN401
    """Return the template that a stack was last deployed with."""
    body = client.get_template(StackName=name, TemplateStage="Original")["TemplateBody"]
    template: dict[str, Any] = json.loads(body) if isinstance(body, str) else dict(body)
    return template


@dataclass(frozen=True)
class Failure:
    """A resource that CloudFormation could not bring about, and AWS's own words for why."""

    stack: str
    logical_id: str
    resource_type: str
    reason: str

    def __str__(self) -> str:
        return f"{self.stack}: {self.logical_id} ({self.resource_type}): {self.reason}"


def failures(client: Any, names: Sequence[str], since: datetime) -> Iterator[Failure]:  # noqa: ANN401
    """Yield what failed since a moment, first the first; mere consequences are left out."""
    for name in names:
        try:
            pages = client.get_paginator("describe_stack_events").paginate(StackName=name)
            events = [event for page in pages for event in page["StackEvents"]]
        except ClientError:
            continue
        for event in sorted(events, key=lambda event: event["Timestamp"]):
            reason = event.get("ResourceStatusReason", "")
            failed = event["ResourceStatus"].endswith("_FAILED")
            consequence = "cancelled" in reason.lower() or event["ResourceType"] == _STACK
            if failed and not consequence and event["Timestamp"] >= since:
                kind = event["ResourceType"]
                yield Failure(name, event["LogicalResourceId"], kind, reason)


_STACK = "AWS::CloudFormation::Stack"
