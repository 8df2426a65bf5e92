"""Tags of EC2 resources, when they are created and when they change."""

from typing import Any

from localaws.convert import Properties


def specification(kind: str, properties: Properties) -> dict[str, Any]:
    """Return the parameter that tags a resource as it is created, or nothing without tags.

    Args:
        kind: EC2's name of the type, e.g. `natgateway`.
        properties: The resource's template properties.
    """
    tags = _pairs(properties)
    if not tags:
        return {}
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": _listed(tags)}]}


def apply(ec2: Any, resource_id: str, old: Properties, new: Properties) -> None:  # noqa: ANN401
    """Set the tags of the new properties, and remove those that only the old ones had."""
    before, after = _pairs(old), _pairs(new)
    if removed := before.keys() - after.keys():
        ec2.delete_tags(Resources=[resource_id], Tags=[{"Key": key} for key in sorted(removed)])
    if after:
        ec2.create_tags(Resources=[resource_id], Tags=_listed(after))


def _pairs(properties: Properties) -> dict[str, str]:
    """Return the tags of a resource as a mapping."""
    return {tag["Key"]: str(tag["Value"]) for tag in properties.get("Tags") or []}


def _listed(tags: dict[str, str]) -> list[dict[str, str]]:
    """Return tags in the form of the API."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]
