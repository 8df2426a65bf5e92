"""Deploy a cloud assembly to an embedded AWS in seconds, for tests."""

import io
import json
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from localaws.assembly import AssembledStack, FileAsset, stacks
from localaws.instance import LocalAws

POLL_SECONDS = 0.05
TIMEOUT_SECONDS = 180
QUALIFIER = "hnb659fds"
TOOLKIT = "CDKToolkit"
ABSENT = "DELETE_COMPLETE"
_CAPABILITIES = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


@dataclass(frozen=True)
class StackResult:
    """What became of one stack: its last status, what failed on the way, its outputs."""

    name: str
    status: str
    failures: tuple[str, ...]
    outputs: dict[str, str]

    @property
    def succeeded(self) -> bool:
        """Tell whether the stack is as the template says."""
        done = self.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE", ABSENT)
        return done and not self.failures


def deploy(aws: LocalAws, assembly: Path) -> list[StackResult]:
    """Create or update every stack of an assembly, up to the first that fails.

    Stacks that need what is not here, such as a Kubernetes API, are left out.

    The CDK command line needs longer for the same, because it asks for the state of a stack
    every five seconds; it stays the way in which labs are deployed.

    Args:
        aws: A running instance.
        assembly: A folder that `cdk synth` or `App.synth` wrote.
    """
    bootstrap(aws)
    cloudformation, s3 = aws.client("cloudformation"), aws.client("s3")
    results = []
    for stack in stacks(assembly, aws.account, aws.region):
        if stack.not_emulated:
            continue
        for asset in stack.assets:
            _upload(s3, asset)
        results.append(_deploy_stack(cloudformation, stack))
        if not results[-1].succeeded:
            break
    return results


def destroy(aws: LocalAws, assembly: Path) -> list[StackResult]:
    """Delete every stack of an assembly, the last one first, up to the first that fails."""
    cloudformation = aws.client("cloudformation")
    results = []
    for stack in reversed(stacks(assembly, aws.account, aws.region)):
        if _describe(cloudformation, stack.name) is None:
            continue
        results.append(_operate(cloudformation, stack.name, cloudformation.delete_stack))
        if not results[-1].succeeded:
            break
    return results


def deploy_template(aws: LocalAws, name: str, template: Mapping[str, Any]) -> StackResult:
    """Create or update one stack from a template that refers to no asset."""
    cloudformation = aws.client("cloudformation")
    return _create_or_update(cloudformation, name, TemplateBody=json.dumps(template))


def delete_stack(aws: LocalAws, name: str) -> StackResult:
    """Delete one stack."""
    cloudformation = aws.client("cloudformation")
    return _operate(cloudformation, name, cloudformation.delete_stack)


def bootstrap(aws: LocalAws) -> None:
    """Create what `cdk bootstrap` leaves behind as far as templates refer to it."""
    if _describe(aws.client("cloudformation"), TOOLKIT) is not None:
        return
    bucket = f"cdk-{QUALIFIER}-assets-{aws.account}-{aws.region}"
    version = {"Name": f"/cdk-bootstrap/{QUALIFIER}/version", "Type": "String", "Value": "32"}
    resources = {
        "Assets": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": bucket}},
        "Version": {"Type": "AWS::SSM::Parameter", "Properties": version},
    }
    deploy_template(aws, TOOLKIT, {"Resources": resources})


def _deploy_stack(cloudformation: Any, stack: AssembledStack) -> StackResult:  # noqa: ANN401
    """Create or update a stack of an assembly, whose assets are uploaded."""
    tags = [{"Key": key, "Value": value} for key, value in stack.tags.items()]
    result = _create_or_update(
        cloudformation, stack.name, TemplateURL=stack.template_url, Tags=tags
    )
    if result.succeeded:
        cloudformation.update_termination_protection(
            StackName=stack.name, EnableTerminationProtection=stack.termination_protection
        )
    return result


def _create_or_update(cloudformation: Any, name: str, **parameters: Any) -> StackResult:  # noqa: ANN401
    """Create a stack, or update it when it is there."""
    existing = _describe(cloudformation, name)
    if existing and existing["StackStatus"] == "ROLLBACK_COMPLETE":
        # All that is left of a failed create; CloudFormation can only delete it.
        _operate(cloudformation, name, cloudformation.delete_stack)
        existing = None
    act = cloudformation.update_stack if existing else cloudformation.create_stack
    return _operate(cloudformation, name, act, Capabilities=_CAPABILITIES, **parameters)


def _operate(
    cloudformation: Any,  # noqa: ANN401
    name: str,
    act: Callable[..., Any],
    **parameters: Any,  # noqa: ANN401
) -> StackResult:
    """Start a stack operation, wait for its end, and collect what failed in it."""
    before = {event["EventId"] for event in _events(cloudformation, name)}
    current = _describe(cloudformation, name)
    try:
        started = act(StackName=name, **parameters)
    except ClientError as error:
        message = str(error.response["Error"]["Message"])
        unchanged = "No updates are to be performed" in message
        return _result(name, current, () if unchanged else (message,))
    # A deleted stack is known by its id alone.
    stack_id = started.get("StackId") or (current or {}).get("StackId", name)
    stack = _wait(cloudformation, stack_id)
    failures = tuple(
        f"{event['LogicalResourceId']} ({event['ResourceType']}): "
        f"{event['ResourceStatus']}: {event.get('ResourceStatusReason', '')}"
        for event in _events(cloudformation, stack_id)
        if event["EventId"] not in before and event["ResourceStatus"].endswith("_FAILED")
    )
    return _result(name, stack, failures)


def _result(name: str, stack: Any, failures: tuple[str, ...]) -> StackResult:  # noqa: ANN401
    """Return the result that a description of a stack amounts to."""
    described = stack or {"StackStatus": ABSENT}
    outputs = {o["OutputKey"]: o["OutputValue"] for o in described.get("Outputs", [])}
    return StackResult(name, described["StackStatus"], failures, outputs)


def _wait(cloudformation: Any, name: str) -> Any:  # noqa: ANN401
    """Return the description of a stack once no operation is under way.

    Raises:
        TimeoutError: The operation took too long.
    """
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        stack = _describe(cloudformation, name)
        if stack is None or not stack["StackStatus"].endswith("_IN_PROGRESS"):
            return stack
        time.sleep(POLL_SECONDS)
    raise TimeoutError(f"{name} is not finished after {TIMEOUT_SECONDS} seconds")


def _describe(cloudformation: Any, name: str) -> Any:  # noqa: ANN401
    """Return the description of a stack, or None when there is none of that name."""
    try:
        return cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise


def _events(cloudformation: Any, name: str) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return the events of a stack, oldest first."""
    try:
        pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=name)
        return [event for page in pages for event in page["StackEvents"]][::-1]
    except ClientError:
        return []


def _upload(s3: Any, asset: FileAsset) -> None:  # noqa: ANN401
    """Put an asset into its bucket; a folder travels as a zip file."""
    body = asset.source.read_bytes() if asset.source.is_file() else _zipped(asset.source)
    s3.put_object(Bucket=asset.bucket, Key=asset.key, Body=body)


def _zipped(folder: Path) -> bytes:
    """Return a folder's files as a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return buffer.getvalue()
