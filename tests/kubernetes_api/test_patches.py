"""Patches of kubectl."""

from typing import Any

import pytest

from tests.kubernetes_api.patches import merge

PORTS = [{"port": 80, "name": "http"}, {"port": 443, "name": "https"}]


@pytest.mark.parametrize(
    ("old", "patch", "new"),
    [
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}}, {"a": {"b": 3, "c": 2}}),
        ({"a": 1, "b": 2}, {"a": None}, {"b": 2}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({}, {"a": {"b": 1, "c": None}}, {"a": {"b": 1}}),
        ({"a": [1, 2]}, {"$deleteFromPrimitiveList/a": [1]}, {"a": [2]}),
        (
            {"ports": PORTS},
            {
                "$setElementOrder/ports": [{"port": 443}, {"port": 80}],
                "ports": [{"port": 80, "name": "web"}],
            },
            {"ports": [PORTS[1], {"port": 80, "name": "web"}]},
        ),
        (
            {"ports": PORTS},
            {
                "$setElementOrder/ports": [{"port": 80}],
                "ports": [{"$patch": "delete", "port": 443}],
            },
            {"ports": [PORTS[0]]},
        ),
        (
            {"finalizers": ["a", "b"]},
            {"$setElementOrder/finalizers": ["c", "a"], "finalizers": ["c"]},
            {"finalizers": ["c", "a"]},
        ),
    ],
    ids=["nested", "null", "list", "new", "primitives", "merged", "deleted", "ordered"],
)
def test_patch_changes_what_it_names(
    old: dict[str, Any], patch: dict[str, Any], new: dict[str, Any]
) -> None:
    """Mappings merge, null removes, and a list is replaced unless the patch names its key."""
    assert merge(old, patch) == new
