"""Tags of a resource of Batch, which a template gives as a mapping."""

from typing import Any

from localaws import eks_tags
from localaws.convert import Properties


def apply(batch: Any, arn: str, old: Properties, new: Properties) -> None:  # noqa: ANN401
    """Remove tags that a template names no more, and set those that are new or changed.

    Args:
        batch: A boto3 client, whose operations on tags are like those of EKS.
        arn: Whose tags.
        old: Properties with the tags so far.
        new: Properties with the tags wanted.
    """
    eks_tags.apply(batch, arn, _listed(old), _listed(new))


def _listed(properties: Properties) -> Properties:
    """Return properties with tags as a list, as most of CloudFormation has them."""
    tags = properties.get("Tags") or {}
    if isinstance(tags, list):
        return properties
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
