"""AWS::Batch::ComputeEnvironment: what jobs run on, as far as vCPUs are counted."""

import uuid
from typing import Any

from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::Batch::ComputeEnvironment"
REPLACING = ("ComputeEnvironmentName", "EksConfiguration", "Tags", "Type")
# Instructions for updates, which say nothing about the environment itself.
_OF_UPDATES = ("ReplaceComputeEnvironment", "UpdatePolicy")
_NEWEST_IMAGE = "UpdateToLatestImageVersion"
_ROLE_OF_FLEET = "SpotIamFleetRole"


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Create the environment; `Ref` is its ARN.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-computeenvironment.html
    """
    batch = client("batch")
    properties = {k: v for k, v in declaration.properties.items() if k not in _OF_UPDATES}
    unnamed = f"{declaration.stack}-{declaration.logical_id}-{uuid.uuid4().hex[:12]}"
    name = properties.pop("ComputeEnvironmentName", None) or unnamed[-128:].lstrip("-")
    created = call(
        batch,
        "create_compute_environment",
        _with_resources(properties, without=(_NEWEST_IMAGE,)),
        computeEnvironmentName=name,
    )
    arn = created["computeEnvironmentArn"]
    return arn, {"ComputeEnvironmentArn": arn}


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply everything in place.

    With ReplaceComputeEnvironment, which is the default, CloudFormation replaces the environment
    when its instances have to be others; here nothing runs on instances.

    Raises:
        ValueError: The role of the spot fleet has changed, which takes another environment.
    """
    roles = [p.get("ComputeResources", {}).get(_ROLE_OF_FLEET) for p in (old, new)]
    if roles[0] != roles[1]:
        raise ValueError(f"{physical_id}: {_ROLE_OF_FLEET} cannot change; it needs another")
    kept = ("ReplaceComputeEnvironment", *REPLACING)
    changed = {k: v for k, v in new.items() if k not in kept}
    call(
        client("batch"),
        "update_compute_environment",
        _with_resources(changed, without=(_ROLE_OF_FLEET,)),
        computeEnvironment=physical_id,
    )
    return {"ComputeEnvironmentArn": physical_id}


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Disable the environment, as Batch wants it, and delete it."""
    batch = client("batch")
    batch.update_compute_environment(computeEnvironment=physical_id, state="DISABLED")
    batch.delete_compute_environment(computeEnvironment=physical_id)


def _with_resources(properties: Properties, *, without: tuple[str, ...]) -> dict[str, Any]:
    """Return properties with compute resources that lack some members."""
    if "ComputeResources" not in properties:
        return dict(properties)
    resources = properties["ComputeResources"]
    kept = {k: v for k, v in resources.items() if k not in without}
    return {**properties, "ComputeResources": kept}
