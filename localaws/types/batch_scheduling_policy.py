"""AWS::Batch::SchedulingPolicy: fair shares of a job queue."""

import uuid

from localaws import batch_tags
from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::Batch::SchedulingPolicy"
REPLACING = ("Name",)


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Create the policy; `Ref` is its ARN.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-schedulingpolicy.html
    """
    properties = dict(declaration.properties)
    unnamed = f"{declaration.stack}-{declaration.logical_id}-{uuid.uuid4().hex[:12]}"
    name = properties.pop("Name", None) or unnamed[-128:].lstrip("-")
    created = call(client("batch"), "create_scheduling_policy", properties, name=name)
    return created["arn"], {"Arn": created["arn"]}


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply other shares and tags."""
    batch = client("batch")
    changed = {k: v for k, v in new.items() if k not in ("Name", "Tags")}
    if "FairsharePolicy" in old:
        changed = {"FairsharePolicy": {}, **changed}
    call(batch, "update_scheduling_policy", changed, arn=physical_id)
    batch_tags.apply(batch, physical_id, old, new)
    return {"Arn": physical_id}


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Delete the policy."""
    client("batch").delete_scheduling_policy(arn=physical_id)
