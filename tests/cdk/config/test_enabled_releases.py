"""Which releases a lab has."""

from pathlib import Path

import pytest

from cdk.config.enabled_releases import EnabledRelease, enabled_releases
from cdk.errors import LabError
from cdk.facts import Facts
from cdk.releases.catalog import Release, known_releases, read_catalog
from tests.cdk.config.written_lab import CLUSTER, written_lab

ALL = """\
jupyterhub: {}
dask_gateway: {}
airflow: {}
apps: {atlas: {kind: shiny, groups: [lab-users]}, old: null}
"""
VIEWER = (
    "chart: viewer\nrepository: https://charts.example.org\nversion: 1.2.3\nnamespace: viewer\n"
)


def catalog(root: Path, **after: str) -> dict[str, Release]:
    """Write releases without a setting, each with the text of its `after`, and read them."""
    for name, earlier in after.items():
        folder = root / "helm-values" / name
        folder.mkdir(parents=True)
        (folder / "release.yaml").write_text(f"{VIEWER}after: [{earlier}]\n", encoding="utf-8")
        (folder / "base.yaml").write_text("a: {b: 1, c: 2}\n", encoding="utf-8")
    return read_catalog(root / "helm-values")[0]


def of_lab(folder: Path, text: str, releases: dict[str, Release]) -> dict[str, EnabledRelease]:
    """Return the releases of a lab with values as its admin wrote them."""
    loaded = written_lab(folder, text)
    return enabled_releases(loaded.config, releases, loaded.layer)


def test_settings_switch_releases_on(tmp_path: Path) -> None:
    """Each after those that it needs; a web app is a release of its own."""
    names = list(of_lab(tmp_path, ALL, known_releases()))
    expected = {"external-secrets", "jupyterhub", "dask-gateway", "airflow", "app-atlas"}
    assert set(names) == expected
    assert names[0] == "external-secrets"
    assert names.index("jupyterhub") < names.index("dask-gateway")


def test_cluster_alone_has_what_every_cluster_has(tmp_path: Path) -> None:
    """External Secrets is on with `eks`."""
    assert list(of_lab(tmp_path, "", known_releases())) == ["external-secrets"]


def test_without_a_cluster_there_are_no_releases(tmp_path: Path) -> None:
    """There is nowhere to put them."""
    config = written_lab(tmp_path, first=CLUSTER.replace("eks: {}\n", "")).config
    assert enabled_releases(config, known_releases()) == {}


def test_release_without_a_setting_is_on_by_its_name(tmp_path: Path) -> None:
    """Two data files make a release; the lab names it in `releases`."""
    releases = catalog(tmp_path, viewer="", other="")
    enabled = of_lab(tmp_path, "releases: {viewer: {}, other: null}\n", releases)
    assert list(enabled) == ["viewer"]


def test_what_an_admin_writes_lies_over_everything(tmp_path: Path) -> None:
    """Mappings merge; each value keeps the place where it was written."""
    releases = catalog(tmp_path, viewer="")
    enabled = of_lab(tmp_path, "releases:\n  viewer:\n    values: {a: {b: 5}}\n", releases)
    values = enabled["viewer"].values
    assert values.values == {"a": {"b": 5, "c": 2}}
    assert str(values.origins[("a", "b")]) == f"{tmp_path}/lab/lab.yaml:7:21"
    assert str(values.origins[("a", "c")]) == f"{tmp_path}/helm-values/viewer/base.yaml:1:14"


def test_values_are_the_same_without_places(tmp_path: Path) -> None:
    """A synthesis knows the settings only."""
    releases = catalog(tmp_path, viewer="")
    loaded = written_lab(tmp_path, "releases: {viewer: {values: {a: {b: 5}}}}\n")
    (without,) = enabled_releases(loaded.config, releases).values()
    (with_places,) = enabled_releases(loaded.config, releases, loaded.layer).values()
    assert without.values.values == with_places.values.values == {"a": {"b": 5, "c": 2}}


def test_releases_that_wait_for_each_other_are_refused(tmp_path: Path) -> None:
    """No order would be right."""
    with pytest.raises(
        LabError, match=r"release.yaml:5:8: after: waits for itself \(one, two, one\)"
    ):
        of_lab(tmp_path, "releases: {one: {}, two: {}}\n", catalog(tmp_path, one="two", two="one"))


def test_facts_are_those_of_values_manifests_and_settings(tmp_path: Path) -> None:
    """What the stack has to read."""
    text = "apps: {atlas: {kind: cellxgene, groups: [lab-users], data: {s3: {path: a.h5ad}}}}\n"
    facts = of_lab(tmp_path, text, known_releases())["app-atlas"].facts()
    assert facts == {"apps_login_secret_arn", "login_issuer_url", "results_bucket_name"}


def test_release_is_filled_for_helm(tmp_path: Path) -> None:
    """With its own name, its own secrets and the platform's facts."""
    loaded = written_lab(tmp_path, ALL)
    atlas = enabled_releases(loaded.config, known_releases())["app-atlas"]
    secrets = atlas.example_secrets()
    filled = atlas.filled(loaded.config, facts=Facts.example(), secrets=secrets)
    assert secrets["cookie_secret"] in str(filled.before)
    assert filled.before[0]["metadata"]["name"] == "app-atlas-login"
    assert filled.values["region"] == "us-east-1"
