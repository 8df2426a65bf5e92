"""All releases of a folder."""

from pathlib import Path

import pytest

from cdk.errors import LabError
from cdk.releases.catalog import HELM_VALUES, known_releases, read_catalog, read_release
from tests.cdk.releases.conftest import WriteRelease


def test_a_folder_is_a_release(write_release: WriteRelease, tmp_path: Path) -> None:
    """By its name, with chart, values, manifests and further files."""
    config_map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
    write_release(base="a: 1\n", files={"before.yaml": config_map, "hub.py": "c = 1\n"})
    releases, findings = read_catalog(tmp_path / "helm-values")
    assert findings == []
    viewer = releases["viewer"]
    assert viewer.chart == "viewer 1.2.3"
    assert viewer.base.values == {"a": 1}
    assert [each["kind"] for each in viewer.before.objects] == ["ConfigMap"]
    assert list(viewer.files) == ["hub.py"]


def test_a_change_is_read_again(write_release: WriteRelease, tmp_path: Path) -> None:
    """What was read once is kept only as long as its files are the same."""
    write_release(base="a: 1\n")
    read_catalog(tmp_path / "helm-values")
    write_release(base="a: 2\n")
    releases, _ = read_catalog(tmp_path / "helm-values")
    assert releases["viewer"].base.values == {"a": 2}


def test_release_in_error_hides_no_other(write_release: WriteRelease, tmp_path: Path) -> None:
    """Its findings are told, the others are read."""
    write_release("one")
    with pytest.raises(LabError):
        write_release("two", version="latest")
    releases, findings = read_catalog(tmp_path / "helm-values")
    assert list(releases) == ["one"]
    assert [(each.path, each.line > 0) for each in findings] == [("version", True)]


def test_unknown_key_and_unknown_grant_have_their_line(
    write_release: WriteRelease, tmp_path: Path
) -> None:
    """As in a lab's own files, with the nearest word."""
    write_release()
    file = tmp_path / "helm-values" / "viewer" / "release.yaml"
    file.write_text(f"{file.read_text()}timeout: 5\nidentities: {{pod: [read_secret]}}\n")
    with pytest.raises(LabError) as caught:
        read_release(file.parent)
    messages = str(caught.value)
    assert "release.yaml:6:20: identities.pod[0]: is not one of the allowed values" in messages
    assert "did you mean read_secrets?" in messages
    assert "release.yaml:5:1: timeout: unknown key - did you mean timeout_minutes?" in messages


def test_chart_of_ours_has_its_schema_and_defaults_beside_it() -> None:
    """Its schema asks for all values, so ours are judged on top of its defaults."""
    webapp = known_releases()["webapp"]
    assert webapp.schema_file.is_file()
    values = webapp.with_defaults({"port": 1})
    assert values["port"] == 1
    assert len(values) > 1


def test_every_release_of_the_platform_is_read() -> None:
    """Each folder of `helm-values/` is one."""
    folders = {path.name for path in HELM_VALUES.iterdir() if path.is_dir()}
    assert set(known_releases()) == folders
    assert "external-secrets" in folders


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("base.yaml", "x.txt", "base.yaml: is missing - write it, `{}` for the chart's own values"),
        ("release.yaml", "release.yml", "release.yaml: is missing - rename release.yml to release"),
    ],
)
def test_file_that_every_release_has_is_asked_for(
    write_release: WriteRelease, old: str, new: str, expected: str
) -> None:
    """And found again under its other ending."""
    folder = write_release().folder
    (folder / old).rename(folder / new)
    with pytest.raises(LabError) as caught:
        read_release(folder)
    assert expected in str(caught.value)


def test_chart_of_ours_must_be_there(write_release: WriteRelease, tmp_path: Path) -> None:
    """Its folder is named from the top of the repository."""
    write_release()
    file = tmp_path / "helm-values" / "viewer" / "release.yaml"
    file.write_text("namespace: x\npath: charts/webap\n", encoding="utf-8")
    with pytest.raises(LabError) as caught:
        read_release(file.parent)
    assert str(caught.value) == (
        f"{file}:2:7: path: is no folder with a Chart.yaml (got charts/webap) - "
        "did you mean charts/webapp?"
    )
