"""Tags of EC2 resources: given at creation, changed and removed later."""

from typing import Any

import pytest

from localaws import ec2_tags


class RecordingClient:
    """Stands in for EC2 and keeps what it was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def create_tags(self, **parameters: Any) -> None:  # noqa: ANN401
        """Note the tags that were set."""
        self.calls.append(("create", parameters))

    def delete_tags(self, **parameters: Any) -> None:  # noqa: ANN401
        """Note the tags that were removed."""
        self.calls.append(("delete", parameters))


RED = {"Tags": [{"Key": "colour", "Value": "red"}]}
SMALL = {"Tags": [{"Key": "size", "Value": 1}]}
SET_SMALL = ("create", {"Resources": ["id"], "Tags": [{"Key": "size", "Value": "1"}]})
REMOVE_COLOUR = ("delete", {"Resources": ["id"], "Tags": [{"Key": "colour"}]})


@pytest.mark.parametrize("properties", [{}, {"Tags": None}, {"Tags": []}])
def test_untagged_resource_needs_no_parameter(properties: dict[str, Any]) -> None:
    """An empty specification would be refused by the API."""
    assert ec2_tags.specification("natgateway", properties) == {}


def test_tags_are_given_for_a_type_of_resource() -> None:
    """The API wants the type beside the tags."""
    expected = {"ResourceType": "natgateway", "Tags": [{"Key": "colour", "Value": "red"}]}
    assert [expected] == ec2_tags.specification("natgateway", RED)["TagSpecifications"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, SMALL, [SET_SMALL]),
        (RED, SMALL, [REMOVE_COLOUR, SET_SMALL]),
        (RED, {}, [REMOVE_COLOUR]),
        ({}, {}, []),
    ],
)
def test_changes_are_applied(
    old: dict[str, Any], new: dict[str, Any], expected: list[tuple[str, dict[str, Any]]]
) -> None:
    """What is new is set, what is gone is removed, and nothing else is asked."""
    ec2 = RecordingClient()
    ec2_tags.apply(ec2, "id", old, new)
    assert expected == ec2.calls
