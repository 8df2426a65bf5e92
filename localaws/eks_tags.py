"""Tags of a resource of EKS, changed one by one."""

from typing import Any

from localaws.convert import Properties
from localaws.tags import changes


def apply(eks: Any, arn: str, old: Properties, new: Properties) -> None:  # noqa: ANN401
    """Remove tags that a template names no more, and set those that are new or changed.

    Args:
        eks: A boto3 client.
        arn: Whose tags.
        old: Properties with the tags so far.
        new: Properties with the tags wanted.
    """
    gone, changed = changes(old, new)
    if gone:
        eks.untag_resource(resourceArn=arn, tagKeys=gone)
    if changed:
        eks.tag_resource(resourceArn=arn, tags=changed)
