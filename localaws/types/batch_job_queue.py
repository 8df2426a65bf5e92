"""AWS::Batch::JobQueue: where jobs wait for a compute environment."""

import uuid

from localaws import batch_tags
from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::Batch::JobQueue"
REPLACING = ("JobQueueName", "JobQueueType")


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Create the queue; `Ref` is its ARN.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobqueue.html
    """
    properties = dict(declaration.properties)
    unnamed = f"{declaration.stack}-{declaration.logical_id}-{uuid.uuid4().hex[:12]}"
    name = properties.pop("JobQueueName", None) or unnamed[-128:].lstrip("-")
    created = call(client("batch"), "create_job_queue", properties, jobQueueName=name)
    arn = created["jobQueueArn"]
    return arn, {"JobQueueArn": arn}


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply priority, state, environments, policy, time limits and tags."""
    batch = client("batch")
    changed = {k: v for k, v in new.items() if k not in (*REPLACING, "Tags")}
    # A queue keeps what an update does not name.
    gone = {"JobStateTimeLimitActions": [], "State": "ENABLED"}
    changed |= {k: v for k, v in gone.items() if k in old and k not in new}
    call(batch, "update_job_queue", changed, jobQueue=physical_id)
    batch_tags.apply(batch, physical_id, old, new)
    return {"JobQueueArn": physical_id}


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Disable the queue, as Batch wants it, and delete it."""
    batch = client("batch")
    batch.update_job_queue(jobQueue=physical_id, state="DISABLED")
    batch.delete_job_queue(jobQueue=physical_id)
