"""Tags of a resource of EKS, changed one by one."""

from typing import Any

from localaws import eks_tags


class RecordingClient:
    """Stands in for EKS and keeps what it was asked."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []

    def tag_resource(self, **parameters: Any) -> None:  # noqa: ANN401
        """Note the tags that were set."""
        self.calls.append(parameters)

    def untag_resource(self, **parameters: Any) -> None:  # noqa: ANN401
        """Note the tags that were removed."""
        self.calls.append(parameters)


RED = {"Tags": [{"Key": "colour", "Value": "red"}]}
SMALL = {"Tags": [{"Key": "size", "Value": "small"}]}


def test_changes_are_applied() -> None:
    """What is gone is removed, what is new is set."""
    eks = RecordingClient()
    eks_tags.apply(eks, "arn", RED, SMALL)
    removed = {"resourceArn": "arn", "tagKeys": ["colour"]}
    assert eks.calls == [removed, {"resourceArn": "arn", "tags": {"size": "small"}}]


def test_nothing_is_asked_without_a_change() -> None:
    """EKS would refuse an empty list."""
    eks = RecordingClient()
    eks_tags.apply(eks, "arn", RED, RED)
    assert eks.calls == []
