"""What is kept of a chart."""

import json
from pathlib import Path
from typing import Any

import pytest

from cdk.releases.chart_schema import misfits
from console.chart_record import Schema, recorded

DEFAULTS: dict[str, Any] = {
    "replicas": 1,
    "ratio": 0.5,
    "name": "",
    "on": True,
    "list": [],
    "unknown": None,
    "service": {"port": 80},
    "labels": {"team": "x"},
    "annotations": {},
}


def kept(schema: Schema | None, defaults: dict[str, Any]) -> Schema:
    """Return what is kept, parsed."""
    found: Schema = json.loads(recorded(schema, defaults, comment="viewer 1.2.3"))
    return found


def refused(tmp_path: Path, schema: Schema | None, values: dict[str, Any]) -> list[str]:
    """Return the paths of values that do not fit what was kept."""
    file = tmp_path / "chart.json"
    file.write_text(recorded(schema, DEFAULTS, comment="viewer 1.2.3"), encoding="utf-8")
    return [".".join(map(str, each.path)) for each in misfits(values, file, "viewer")]


def test_without_a_schema_defaults_say_what_there_is(tmp_path: Path) -> None:
    """Mappings with keys are closed, empty ones are open; what is null may be anything."""
    right = {"service": {"port": 1}, "annotations": {"x": 1}, "unknown": [1], "ratio": 1}
    assert refused(tmp_path, None, right) == []
    wrong = {"replicas": "x", "on": 1, "list": {}, "name": 1, "service": {"prt": 1}, "x": 1}
    expected = {"replicas", "on", "list", "name", "service.prt", "x"}
    assert set(refused(tmp_path, None, wrong)) == expected


def test_parts_of_kubernetes_objects_stay_open(tmp_path: Path) -> None:
    """A chart's defaults show a few of their fields only."""
    assert refused(tmp_path, None, {"labels": {"other": "x"}}) == []


def test_defaults_are_always_right(tmp_path: Path) -> None:
    """And so is nothing at all."""
    for schema in (None, {"properties": {"replicas": {"type": "integer"}}}):
        assert refused(tmp_path, schema, DEFAULTS) == []
        assert refused(tmp_path, schema, {}) == []


def test_global_is_known_to_every_chart(tmp_path: Path) -> None:
    """Helm hands it down."""
    assert refused(tmp_path, None, {"global": {"x": 1}}) == []


def test_words_are_dropped_and_rules_are_kept() -> None:
    """Descriptions, titles, examples, defaults and extensions say nothing about values."""
    port = {
        "type": "integer",
        "minimum": 1,
        "description": "Where it listens",
        "title": "Port",
        "examples": [80],
        "default": 80,
        "x-kubernetes-list-type": "set",
    }
    found = kept({"properties": {"port": port}}, {})["properties"]["port"]
    assert found == {"type": "integer", "minimum": 1}


def test_setting_that_is_called_like_a_word_is_kept() -> None:
    """A property may be named description."""
    schema = {"properties": {"description": {"type": "string"}}}
    assert kept(schema, {})["properties"]["description"] == {"type": "string"}


def test_open_schema_is_closed_where_defaults_know_the_keys() -> None:
    """Its own properties and the keys of the defaults together."""
    schema = {"properties": {"service": {"properties": {"type": {"type": "string"}}}}}
    found = kept(schema, {"service": {"port": 80}})
    assert found["additionalProperties"] is False
    assert found["properties"]["service"]["additionalProperties"] is False
    assert set(found["properties"]["service"]["properties"]) == {"type", "port"}


@pytest.mark.parametrize("rule", [{"type": "string"}, True])
def test_map_that_says_what_it_takes_is_left_alone(rule: object) -> None:
    """Its keys are the user's own."""
    schema = {"properties": {"config": {"additionalProperties": rule}}}
    found = kept(schema, {"config": {"core": "x"}})["properties"]["config"]
    assert found == {"additionalProperties": rule}


def test_key_is_required_only_where_no_default_has_it() -> None:
    """Defaults are not part of what is checked."""
    schema = {"required": ["replicas", "token"], "properties": {"token": {}, "replicas": {}}}
    assert kept(schema, {"replicas": 1})["required"] == ["token"]


def test_definitions_that_nobody_refers_to_are_dropped() -> None:
    """Those that a kept one refers to are kept as well."""
    schema = {
        "properties": {"a": {"$ref": "#/definitions/one"}},
        "definitions": {
            "one": {"items": {"$ref": "#/definitions/two"}},
            "two": {"type": "string"},
            "three": {"type": "object"},
        },
    }
    assert set(kept(schema, {})["definitions"]) == {"one", "two"}


def test_same_chart_gives_the_same_bytes() -> None:
    """Whatever the order in which its files name things."""
    one = recorded(None, {"a": 1, "b": {"c": 1, "d": 2}}, comment="x")
    other = recorded(None, {"b": {"d": 2, "c": 1}, "a": 1}, comment="x")
    assert one == other
    assert one.startswith('{\n "$comment": "x",\n "$schema": ')
    assert one.endswith("}\n")


def test_draft_of_a_schema_that_misspells_it_is_the_oldest_in_use() -> None:
    """dask-gateway's first key is broken."""
    assert kept({'$schema"': "x", "properties": {}}, {})["$schema"].endswith("draft-07/schema#")
