"""What is wrong with values and manifests of one release."""

from pathlib import Path

import pytest

from cdk.config.enabled_releases import enabled_releases
from cdk.config.value_findings import value_findings
from cdk.releases.catalog import read_catalog
from tests.cdk.config.written_lab import written_lab

RELEASE = (
    "chart: viewer\nrepository: https://charts.example.org\nversion: 1.2.3\nnamespace: viewer\n"
)
SCHEMA = """\
{"$comment": "Values of viewer 1.2.3 (https://charts.example.org), licence: MIT",
 "properties": {
  "port": {"type": "integer"},
  "groups": {"type": "array"},
  "login": {"type": "string"},
  "dags": {"properties": {"gitSync": {"additionalProperties": false}}}
}}
"""
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a: ${lab.nme}\n"


def found(
    folder: Path,
    lab: str,
    *,
    setting: str = "",
    base: str = "{}\n",
    schema: str = SCHEMA,
    **files: str,
) -> list[str]:
    """Return what is wrong with a release, files named below the test's folder."""
    viewer = folder / "helm-values" / (setting or "viewer")
    viewer.mkdir(parents=True)
    own = f"setting: {setting}\n" if setting else ""
    written = {"release.yaml": RELEASE + own, "base.yaml": base, "chart.json": schema}
    written |= {f"{name}.yaml": text for name, text in files.items()}
    for name, text in written.items():
        (viewer / name).write_text(text, encoding="utf-8")
    loaded = written_lab(folder, lab)
    catalog, findings = read_catalog(folder / "helm-values")
    assert findings == []
    enabled = enabled_releases(loaded.config, catalog, loaded.layer)
    problems = value_findings(enabled[viewer.name], loaded, catalog.keys() - enabled.keys())
    return [str(each).replace(f"{folder}/", "") for each in problems]


def test_right_values_are_silent(tmp_path: Path) -> None:
    """A hole that is a whole value is judged by what fills it."""
    assert found(tmp_path, "releases: {viewer: {}}\n", base="groups: ${lab.login.groups}\n") == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("{port: eighty}", "5:36: releases.viewer.values.port: needs a whole number (got eighty)"),
        (
            "{port: null}",
            (
                "5:36: releases.viewer.values.port: is null - write an empty value of its kind, "
                "such as '' or {}: null gets lost on the way"
            ),
        ),
        (
            "{port: '${scratch_bucket_name'}",
            (
                "5:36: releases.viewer.values.port: opens a hole that is not closed - close it, "
                "`${name}`, or write `$${` for a literal `${`"
            ),
        ),
    ],
)
def test_wrong_value_stands_at_the_line_of_the_admin(
    tmp_path: Path, values: str, expected: str
) -> None:
    """A number that is text, a null, a hole."""
    text = f"releases: {{viewer: {{values: {values}}}}}\n"
    assert found(tmp_path, text) == [f"lab/lab.yaml:{expected}"]


def test_hole_in_a_manifest_has_its_line(tmp_path: Path) -> None:
    """In its own file."""
    assert found(tmp_path, "releases: {viewer: {}}\n", after=CONFIG_MAP) == [
        (
            "helm-values/viewer/after.yaml:5:6: has a hole that nothing fills (${lab.nme}) - "
            "did you mean lab.name?"
        )
    ]


def test_value_that_a_setting_makes_stands_at_the_setting(tmp_path: Path) -> None:
    """An admin did not write it, and cannot look it up elsewhere."""
    messages = found(tmp_path, "airflow: {}\n", setting="airflow")
    assert messages == [
        (
            "lab/lab.yaml:5:1: airflow: makes the value dags.gitSync.enabled, which is no value of "
            "the chart viewer 1.2.3 - nothing is allowed here"
        )
    ]


def test_open_hole_makes_no_second_finding(tmp_path: Path) -> None:
    """Nobody knows what kind of value would have filled it."""
    base = "port: ${scrach_bucket_name}\ngroups: ${lab.login.groups}\n"
    (message,) = found(tmp_path, "releases: {viewer: {}}\n", base=base)
    assert message.startswith("helm-values/viewer/base.yaml:1:7: port: has a hole")


@pytest.mark.parametrize("values", ["{password: hunter2}", "{login: {password: hunter2}}"])
def test_secret_is_refused_and_not_told(tmp_path: Path, values: str) -> None:
    """Not even where it stands in something of a wrong kind."""
    (message,) = found(tmp_path, f"releases: {{viewer: {{values: {values}}}}}\n")
    assert "password: looks like a secret" in message
    assert "hunter2" not in message


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (SCHEMA.replace("1.2.3", "1.2.2"), "was recorded of viewer 1.2.2, and release.yaml has"),
        ("{}", "was recorded of an unknown chart, and release.yaml has viewer 1.2.3"),
        ("{", "is not JSON"),
    ],
)
def test_record_of_another_chart_is_refused(tmp_path: Path, schema: str, expected: str) -> None:
    """It would find mistakes that are none."""
    text = "releases: {viewer: {values: {port: eighty}}}\n"
    (message,) = found(tmp_path, text, schema=schema)
    assert message.startswith(f"helm-values/viewer/chart.json: {expected}")
    assert message.endswith("run `lab charts record --from FOLDER`")
