"""Tags between two templates: what is gone, what is new."""

from typing import Any

import pytest

from localaws.tags import changes

RED = {"Tags": [{"Key": "colour", "Value": "red"}]}
BLUE = {"Tags": [{"Key": "colour", "Value": "blue"}, {"Key": "size", "Value": 1}]}


@pytest.mark.parametrize(
    ("old", "new", "gone", "changed"),
    [
        ({}, RED, [], {"colour": "red"}),
        (RED, RED, [], {}),
        (RED, BLUE, [], {"colour": "blue", "size": "1"}),
        (BLUE, RED, ["size"], {"colour": "red"}),
        (BLUE, {"Tags": None}, ["colour", "size"], {}),
    ],
)
def test_changes_are_what_differs(
    old: dict[str, Any], new: dict[str, Any], gone: list[str], changed: dict[str, str]
) -> None:
    """What stays as it is, is not touched."""
    assert changes(old, new) == (gone, changed)
