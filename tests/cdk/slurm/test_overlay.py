"""An admin's values over those of settings."""

import copy
from typing import Any

import pytest

from cdk.slurm.overlay import overlay

BELOW: dict[str, Any] = {
    "Monitoring": {"Alarms": {"Enabled": True}, "DetailedMonitoring": False},
    "Queues": [{"Name": "cpu", "Max": 1}, {"Name": "gpu", "Max": 2}],
    "Groups": ["a"],
}


@pytest.mark.parametrize(
    ("above", "path", "expected"),
    [
        ({}, (), BELOW),
        ({"Monitoring": {"DetailedMonitoring": True}}, ("Monitoring", "Alarms"), {"Enabled": True}),
        ({"Monitoring": {"Alarms": None}}, ("Monitoring",), {"DetailedMonitoring": False}),
        ({"Queues": [{"Name": "gpu", "Max": 3}]}, ("Queues", 0), {"Name": "cpu", "Max": 1}),
        ({"Queues": [{"Name": "gpu", "Max": 3}]}, ("Queues", 1), {"Name": "gpu", "Max": 3}),
        ({"Queues": [{"Name": "own"}]}, ("Queues", 2), {"Name": "own"}),
        ({"New": {"Key": 1}}, ("New",), {"Key": 1}),
        ({"Monitoring": 5}, ("Monitoring",), 5),
    ],
    ids=["nothing", "merge", "take away", "keep", "change", "add", "new", "replace"],
)
def test_values_are_laid_over(above: dict[str, Any], path: tuple[Any, ...], expected: Any) -> None:  # noqa: ANN401
    """Mappings merge, lists of names merge by name, all else replaces."""
    found: Any = overlay(BELOW, above)
    for part in path:
        found = found[part]
    assert found == expected


def test_what_lies_below_stays_as_it_is() -> None:
    """Data files are read once and used again."""
    before = copy.deepcopy(BELOW)
    overlay(BELOW, {"Queues": [{"Name": "cpu", "Max": 9}], "Monitoring": {"Alarms": None}})
    assert before == BELOW
