"""What is wrong with a lab's releases."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cdk.config.release_findings import release_findings
from tests.cdk.config.written_lab import CLUSTER, written_lab

RELEASE = (
    "chart: viewer\nrepository: https://charts.example.org\nversion: 1.2.3\nnamespace: viewer\n"
)
SCHEMA = """\
{"$comment": "Values of viewer 1.2.3 (https://charts.example.org), licence: MIT",
 "additionalProperties": false, "properties": {"bucket": {}, "replicas": {}}}
"""
BASE = "bucket: ${results_bucket_name}\n"

Found = Callable[[str], list[str]]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """Return what a lab with a newcomer's release has wrong, files named below the test's own."""
    folder = tmp_path / "helm-values" / "viewer"
    folder.mkdir(parents=True)
    (folder / "release.yaml").write_text(f"{RELEASE}needs: [results_bucket_name]\n")
    (folder / "base.yaml").write_text(BASE)
    (folder / "chart.json").write_text(SCHEMA)

    def find(text: str) -> list[str]:
        findings = release_findings(written_lab(tmp_path, text), tmp_path / "helm-values")
        return [str(each).replace(f"{tmp_path}/", "") for each in findings]

    return find


def test_newcomers_release_is_two_data_files(found: Found) -> None:
    """`release.yaml` and `base.yaml`, and its name in the lab: nothing else."""
    assert found("releases: {viewer: {values: {replicas: 2}}}\n") == []


def test_release_without_recorded_values_is_a_warning(found: Found, tmp_path: Path) -> None:
    """It deploys, but no typo in it is found."""
    (tmp_path / "helm-values" / "viewer" / "chart.json").unlink()
    assert found("releases: {viewer: {}}\n") == [
        (
            "helm-values/viewer/release.yaml:1:1: the values of viewer 1.2.3 are not known, so no "
            "typo is found - record them with `lab charts record --from FOLDER`"
        )
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "releases: {veiwer: {}}\n",
            "lab/lab.yaml:5:12: releases.veiwer: names no release - did you mean viewer?",
        ),
        (
            "releases:\n  viewer: {values: {replica: 2}}\n",
            (
                "lab/lab.yaml:6:21: releases.viewer.values.replica: is no value of the chart "
                "viewer 1.2.3 - did you mean replicas?"
            ),
        ),
        (
            "releases:\n  viewer: {values: {bucket: '${result_bucket_name}'}}\n",
            (
                "lab/lab.yaml:6:29: releases.viewer.values.bucket: has a hole that nothing fills "
                "(${result_bucket_name}) - did you mean results_bucket_name?; write `$${` for a "
                "literal `${`"
            ),
        ),
        (
            "releases: {viewer: {}}\nstorage: {buckets: {results: null}}\n",
            (
                "helm-values/viewer/base.yaml:1:9: bucket: has a hole that nothing fills "
                "(${results_bucket_name}) - needs `storage.buckets.results`, which this lab has "
                "switched off"
            ),
        ),
    ],
)
def test_mistake_of_a_lab_has_its_line(found: Found, text: str, expected: str) -> None:
    """With what is nearest, or what to switch on."""
    assert found(text) == [expected]


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        (
            "base.yaml",
            f"{BASE}replica: 1\n",
            (
                "base.yaml:2:1: replica: is no value of the chart viewer 1.2.3 - "
                "did you mean replicas?"
            ),
        ),
        (
            "release.yaml",
            f"{RELEASE}needs: [results_bucket_name]\nsetting: jupyter\n",
            (
                "release.yaml:6:10: setting: is no setting of a lab (got jupyter) - "
                "did you mean jupyterhub?"
            ),
        ),
        (
            "release.yaml",
            RELEASE,
            (
                "base.yaml:1:9: uses the fact results_bucket_name, which `needs` in release.yaml "
                "does not name - add it there: it says what the release needs of the platform"
            ),
        ),
        ("base.yaml", "a: [\n", "base.yaml:2:1: is not YAML"),
        (
            "release.yaml",
            f"{RELEASE}needs: [results_bucket_name]\nafter: [viewer]\n",
            "release.yaml:6:8: after: waits for itself (viewer, viewer) - remove one of these ",
        ),
    ],
)
def test_mistake_of_the_platform_has_its_line(
    found: Found, tmp_path: Path, file: str, text: str, expected: str
) -> None:
    """Whoever writes data files is told as well as an admin."""
    (tmp_path / "helm-values" / "viewer" / file).write_text(text)
    (message,) = found("releases: {viewer: {}}\n")[:1]
    assert expected in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "releases: {airflow: {values: {}}}\n",
            (
                "lab/lab.yaml:5:12: releases.airflow: is about a release that is switched off, as "
                "`airflow` is not set - add `airflow: {}`, or remove it"
            ),
        ),
        (
            "releases: {webapp: {}}\n",
            (
                "lab/lab.yaml:5:12: releases.webapp: is one release for each app - write "
                "app-<name>, with the name that the app has in `apps`"
            ),
        ),
        (
            "releases: {app-atlas: {}}\napps: {atlas: null}\n",
            (
                "lab/lab.yaml:5:12: releases.app-atlas: is about the app atlas, which is switched "
                "off - remove it, or switch the app on"
            ),
        ),
        (
            "releases: {app-atls: {}}\napps: {atlas: {kind: shiny, groups: [lab-users]}}\n",
            "lab/lab.yaml:5:12: releases.app-atls: names no release - did you mean app-atlas?",
        ),
    ],
)
def test_values_of_what_is_off_are_refused(tmp_path: Path, text: str, expected: str) -> None:
    """They would change nothing, and nobody would know."""
    findings = map(str, release_findings(written_lab(tmp_path, text)))
    assert [each.replace(f"{tmp_path}/", "") for each in findings] == [expected]


@pytest.mark.parametrize("text", ["version: 1.4\n", "after: [viewr]\n"])
def test_mistake_of_a_release_is_told_once(found: Found, tmp_path: Path, text: str) -> None:
    """What cannot be read is there all the same, and what is unknown is not switched off."""
    written = f"{RELEASE}needs: [results_bucket_name]\n"
    if text.startswith("version"):
        written = written.replace("version: 1.2.3\n", "")
    (tmp_path / "helm-values" / "viewer" / "release.yaml").write_text(written + text)
    assert len(found("releases: {viewer: {}}\n")) == 1


def test_release_is_not_called_as_web_apps_are(found: Found, tmp_path: Path) -> None:
    """Both would be one Helm release."""
    folder = tmp_path / "helm-values"
    (folder / "viewer").rename(folder / "app-viewer")
    assert found("") == [
        (
            "helm-values/app-viewer: has a name that is kept for web apps - rename the folder, so "
            "that it does not begin with app-"
        )
    ]


def test_lab_without_a_cluster_has_no_releases_to_check(tmp_path: Path) -> None:
    """That values need one is a rule of the settings."""
    without = CLUSTER.replace("eks: {}\n", "")
    assert release_findings(written_lab(tmp_path, first=without)) == []


def test_every_release_of_the_platform_is_right_in_a_lab_that_has_all(tmp_path: Path) -> None:
    """With holes filled and values that their charts know; the charts are not rendered here."""
    text = (
        "jupyterhub: {}\ndask_gateway: {}\nairflow: {}\n"
        "apps: {atlas: {kind: cellxgene, groups: [lab-users], data: {s3: {path: a.h5ad}}}}\n"
    )
    assert release_findings(written_lab(tmp_path, text)) == []
