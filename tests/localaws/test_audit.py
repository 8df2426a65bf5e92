"""The audit: what a handler did not look at is reported."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from localaws.audit import Audit, Tracked, unread, unread_changes


def test_unread_property_is_reported_with_its_path() -> None:
    """Reading a mapping is not reading what is in it."""
    properties = Tracked({"Name": "a", "Rules": [{"Id": "r", "Days": 1}], "Tags": []})
    rules = properties["Rules"]
    assert rules[0]["Id"] == "r"
    assert sorted(unread(properties)) == ["Name", "Rules.Days", "Tags"]


@pytest.mark.parametrize(
    "read",
    [
        lambda p: p["Name"],
        lambda p: p.get("Name"),
        lambda p: p.pop("Name"),
        lambda p: "Name" in p,
        lambda p: {**p},
        dict,
        list,
        lambda p: list(p.items()),
        lambda p: list(p.values()),
        json.dumps,
        copy.deepcopy,
        lambda p: p.copy(),
    ],
)
def test_every_way_of_reading_counts(read: Callable[[Any], Any]) -> None:
    """However a handler reads a property, it is no longer reported."""
    properties = Tracked({"Name": "a"})
    read(properties)
    assert list(unread(properties)) == []


def test_copies_are_plain() -> None:
    """A service that stores a copy stores no tracking with it."""
    properties = Tracked({"Rules": [{"Id": "r"}]})
    copied = copy.deepcopy(properties)
    assert type(copied) is dict
    assert type(copied["Rules"][0]) is dict


def test_update_reports_changed_properties_only() -> None:
    """An update handler need not look at what stays as it is."""
    new = Tracked({"Name": "a", "Tags": [{"Key": "k", "Value": "2"}]})
    old = {"Name": "a", "Tags": [{"Key": "k", "Value": "1"}]}
    assert list(unread_changes(old, new)) == ["Tags (update)"]


def test_update_reports_removed_properties() -> None:
    """A property that goes away must be undone by somebody."""
    new = Tracked({"Name": "a"})
    old = {"Name": "a", "Tags": []}
    assert list(unread_changes(old, new)) == ["Tags (update)"]


def test_update_that_asked_for_a_removed_property_is_not_reported() -> None:
    """Looking for a property that is gone is how a handler learns that it is."""
    new = Tracked({"Name": "a"})
    assert new.get("Tags") is None
    assert list(unread_changes({"Name": "a", "Tags": []}, new)) == []


def test_create_handler_is_watched(tmp_path: Path) -> None:
    """The report lists what a create handler left, and the handler's answer comes through."""
    file = tmp_path / "report.json"
    create = Audit(file).watch_create("Some::Type", lambda _id, p, _stack: p["Name"])
    assert create("Logical", {"Name": "a", "Size": 1}, "Stack") == "a"
    assert json.loads(file.read_text()) == {"Some::Type": ["Size"]}


def test_update_handler_is_watched(tmp_path: Path) -> None:
    """The report lists which changes an update handler left."""
    file = tmp_path / "report.json"
    update = Audit(file).watch_update("Some::Type", lambda _id, _old, new, _stack: new["Name"])
    update("id", {"Name": "a", "Size": 1}, {"Name": "a", "Size": 2}, "Stack")
    assert json.loads(file.read_text()) == {"Some::Type": ["Size (update)"]}


def test_report_survives_a_restart(tmp_path: Path) -> None:
    """What an earlier run found stays in the report."""
    file = tmp_path / "report.json"
    file.write_text('{"Some::Type": ["Size"]}')
    create = Audit(file).watch_create("Other::Type", lambda _id, _p, _stack: None)
    create("Logical", {"Colour": "red"}, "Stack")
    assert json.loads(file.read_text()) == {"Some::Type": ["Size"], "Other::Type": ["Colour"]}
