"""Values against what a chart says of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from cdk.releases.catalog import known_releases
from cdk.releases.chart_schema import BrokenSchemaError, Misfit, misfits, recorded_of
from tests.cdk.releases.conftest import SCHEMA


def found(tmp_path: Path, values: dict[str, Any], schema: dict[str, Any] = SCHEMA) -> list[Misfit]:
    """Return what does not fit."""
    file = tmp_path / "chart.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    return list(misfits(values, file, "viewer 1.2.3"))


def test_values_that_the_chart_knows_fit(tmp_path: Path) -> None:
    """Nothing has to be there."""
    assert found(tmp_path, {"bucket": "x", "service": {"port": 80}}) == []
    assert found(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"replica": 1},
            Misfit(
                ("replica",),
                "is no value of the chart viewer 1.2.3",
                "did you mean replicas?",
                about_key=True,
            ),
        ),
        (
            {"service": {"prt": 1}},
            Misfit(
                ("service", "prt"),
                "is no value of the chart viewer 1.2.3",
                "did you mean port?",
                about_key=True,
            ),
        ),
        ({"replicas": "two"}, Misfit(("replicas",), "needs a whole number (got two)")),
        ({"list": {}}, Misfit(("list",), "needs a list (`- item` lines) (got {})")),
        (
            {"replicas": "2"},
            Misfit(("replicas",), 'needs a whole number (got "2")', "write 2 without quotes"),
        ),
        ({"bucket": 1.1}, Misfit(("bucket",), "needs text (got 1.1)", "put it in quotes")),
        (
            {"service.port": 1},
            Misfit(
                ("service.port",),
                "is no value of the chart viewer 1.2.3",
                "write it nested, one level a line",
                about_key=True,
            ),
        ),
        (
            {"service": {"type": "NodePrt"}},
            Misfit(
                ("service", "type"),
                "is not one of the allowed values (got NodePrt)",
                "did you mean NodePort?",
            ),
        ),
    ],
)
def test_misfit_says_where_and_what_is_nearest(
    tmp_path: Path, values: dict[str, Any], expected: Misfit
) -> None:
    """Unknown keys by their key, wrong values by their value."""
    assert found(tmp_path, values) == [expected]


def test_all_misfits_are_told_at_once(tmp_path: Path) -> None:
    """One hides no other."""
    assert len(found(tmp_path, {"x": 1, "y": 2, "replicas": "z"})) == 3


def test_of_alternatives_the_one_is_explained_that_was_meant(tmp_path: Path) -> None:
    """The branch that goes deepest into the value."""
    inner = {"type": "object", "properties": {"size": {"type": "integer"}}}
    schema = {"properties": {"disk": {"anyOf": [{"type": "string"}, inner]}}}
    misfit = Misfit(("disk", "size"), "needs a whole number (got big)")
    assert found(tmp_path, {"disk": {"size": "big"}}, schema) == [misfit]


def test_missing_keys_are_one_misfit(tmp_path: Path) -> None:
    """All that is missing in one place is one message."""
    schema = {"properties": {"a": {"required": ["x", "y"]}}}
    (misfit,) = found(tmp_path, {"a": {"x": 1}}, schema)
    assert (misfit.path, misfit.message) == (("a",), "lacks y")


def test_other_rules_are_quoted(tmp_path: Path) -> None:
    """What has no words of ours is said in those of the schema."""
    (misfit,) = found(tmp_path, {"a": 1}, {"properties": {"a": {"minimum": 2}}})
    assert misfit.hint == "its schema says minimum: 2"


def test_keys_by_pattern_are_known(tmp_path: Path) -> None:
    """Some charts take keys of a form."""
    schema = {"patternProperties": {"^x-": {}}, "additionalProperties": False}
    assert [each.path for each in found(tmp_path, {"x-a": 1, "y": 2}, schema)] == [("y",)]


@pytest.mark.parametrize(
    ("release", "values", "path", "hint"),
    [
        ("jupyterhub", {"hub": {"db": {"typ": 1}}}, ("hub", "db", "typ"), "did you mean type?"),
        ("airflow", {"executr": 1}, ("executr",), "did you mean executor?"),
        (
            "dask-gateway",
            {"gateway": {"prefx": "/"}},
            ("gateway", "prefx"),
            "did you mean prefix?",
        ),
        ("external-secrets", {"webhok": {}}, ("webhok",), "did you mean webhook?"),
        ("webapp", {"imge": "x"}, ("imge",), "did you mean image?"),
    ],
)
def test_typo_is_found_in_every_chart_of_the_platform(
    release: str, values: dict[str, Any], path: tuple[str, ...], hint: str
) -> None:
    """By what was recorded of the official charts: the charts themselves are not rendered here."""
    known = known_releases()[release]
    judged = known.with_defaults(values)
    hints = {each.path: each.hint for each in misfits(judged, known.schema_file, known.chart)}
    assert hints[path] == hint


@pytest.mark.parametrize(
    ("text", "chart"),
    [
        ('{"$comment": "Values of viewer 1.2.3 (https://x), licence: MIT"}', "viewer 1.2.3"),
        ("{}", ""),
    ],
)
def test_record_says_what_it_was_made_of(tmp_path: Path, text: str, chart: str) -> None:
    """Or nothing, if somebody else wrote it."""
    (tmp_path / "chart.json").write_text(text, encoding="utf-8")
    assert recorded_of(tmp_path / "chart.json") == chart


@pytest.mark.parametrize("text", ["{", "[]"])
def test_record_that_is_broken_is_told(tmp_path: Path, text: str) -> None:
    """Half a file, or something else."""
    (tmp_path / "chart.json").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenSchemaError):
        recorded_of(tmp_path / "chart.json")
