"""Tags of Batch, which are a mapping in templates."""

from typing import Any

from localaws import batch_tags
from tests.localaws.test_eks_tags import RecordingClient


def test_mapping_of_tags_is_applied() -> None:
    """What is gone is removed, what is new is set."""
    batch = RecordingClient()
    batch_tags.apply(batch, "arn", {"Tags": {"colour": "red"}}, {"Tags": {"size": "small"}})
    removed: dict[str, Any] = {"resourceArn": "arn", "tagKeys": ["colour"]}
    assert batch.calls == [removed, {"resourceArn": "arn", "tags": {"size": "small"}}]


def test_list_of_tags_is_applied_too() -> None:
    """The tags of a stack come as a list."""
    batch = RecordingClient()
    batch_tags.apply(batch, "arn", {}, {"Tags": [{"Key": "size", "Value": "small"}]})
    assert batch.calls == [{"resourceArn": "arn", "tags": {"size": "small"}}]
