"""Manifests beside a chart."""

from pathlib import Path

import pytest

from cdk.errors import LabError
from cdk.releases.manifest_file import ManifestFile, read_manifests

OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n"


def written(tmp_path: Path, text: str) -> Path:
    """Write a file of manifests."""
    path = tmp_path / "before.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_document_is_an_object(tmp_path: Path) -> None:
    """Comments and empty documents are none."""
    path = written(tmp_path, f"# two\n---\n{OBJECT % 'one'}---\n{OBJECT % 'two'}---\n")
    names = [each["metadata"]["name"] for each in read_manifests(path).objects]
    assert names == ["one", "two"]


def test_file_that_does_not_exist_has_none(tmp_path: Path) -> None:
    """Most releases have no manifests."""
    assert read_manifests(tmp_path / "after.yaml") == ManifestFile()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (OBJECT % "[one", "before.yaml:3:22: is not YAML"),
        (f"{OBJECT % 'one'}---\nkind: Secret\n", "before.yaml:5:1: is no Kubernetes object"),
        ("- a\n", "before.yaml:1:1: is no Kubernetes object"),
    ],
)
def test_what_is_no_object_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """The message names the file and, where YAML breaks, the line."""
    with pytest.raises(LabError) as caught:
        read_manifests(written(tmp_path, text))
    assert message in str(caught.value)


def test_place_of_a_text_is_found(tmp_path: Path) -> None:
    """A hole is looked up where it was written."""
    script = "data:\n  a: |\n    b\n    c ${lab.name}\n"
    text = f"{OBJECT % 'one'}---\n{OBJECT % 'two'}{script}"
    file = read_manifests(written(tmp_path, text))
    found = file.place((1, "data", "a"), "${lab.name}")
    assert (found.line, found.column) == (11, 7)
    assert file.place((1, "data", "a")).line == 9
