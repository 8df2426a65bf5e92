"""AWS::Batch::JobDefinition: each update of it is another revision."""

import uuid
from typing import Any

from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::Batch::JobDefinition"
REPLACING = ("JobDefinitionName",)
_RETENTION = "ResourceRetentionPolicy"


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Register the first revision; `Ref` is its ARN.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobdefinition.html
    """
    unnamed = f"{declaration.stack}-{declaration.logical_id}-{uuid.uuid4().hex[:12]}"
    name = declaration.properties.get("JobDefinitionName") or unnamed[-128:].lstrip("-")
    return _register(name, declaration.properties)


def update(
    physical_id: str, old: Properties, new: Properties
) -> tuple[str, Attributes] | Attributes:
    """Register another revision, with another ARN; the one before is then deleted."""
    if _definition(old) == _definition(new):
        return {"JobDefinitionArn": physical_id}
    name = physical_id.rpartition("/")[2].partition(":")[0]
    return _register(name, new)


def delete(physical_id: str, properties: Properties) -> None:
    """Deregister the revision, unless a later one replaces it and it shall stay usable."""
    batch = client("batch")
    name = physical_id.rpartition("/")[2].partition(":")[0]
    if _stays(properties):
        found = batch.describe_job_definitions(jobDefinitionName=name, status="ACTIVE")
        numbers = [item["revision"] for item in found["jobDefinitions"]]
        if int(physical_id.rpartition(":")[2]) < max(numbers, default=0):
            return
    batch.deregister_job_definition(jobDefinition=physical_id)


def _register(name: str, properties: Properties) -> tuple[str, Attributes]:
    """Register a revision."""
    created = call(
        client("batch"),
        "register_job_definition",
        _definition(properties),
        jobDefinitionName=name,
    )
    arn = created["jobDefinitionArn"]
    return arn, {"JobDefinitionArn": arn}


def _definition(properties: Properties) -> dict[str, Any]:
    """Return what makes a revision."""
    return {k: v for k, v in properties.items() if k not in ("JobDefinitionName", _RETENTION)}


def _stays(properties: Properties) -> bool:
    """Return whether a revision stays usable after an update."""
    retention = properties.get(_RETENTION) or {}
    return str(retention.get("SkipDeregisterOnUpdate", False)).lower() == "true"
