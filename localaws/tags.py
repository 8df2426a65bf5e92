"""What has changed between two templates in the tags of a resource."""

from localaws.convert import Properties


def changes(old: Properties, new: Properties) -> tuple[list[str], dict[str, str]]:
    """Return the keys of tags that are gone, and the tags that are new or changed.

    Args:
        old: Properties with the tags so far.
        new: Properties with the tags wanted.
    """
    before, after = (
        {tag["Key"]: str(tag["Value"]) for tag in properties.get("Tags") or []}
        for properties in (old, new)
    )
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    return sorted(before.keys() - after.keys()), changed
