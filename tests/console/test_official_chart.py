"""Charts that somebody has downloaded."""

import io
import tarfile
from pathlib import Path

import pytest

from console.errors import ConsoleError
from console.official_chart import official_charts

CHART = "apiVersion: v2\nname: viewer\nversion: 1.2.3\n"
FILES = {"Chart.yaml": CHART, "values.yaml": "a: 1\n", "values.schema.json": '{"type": "object"}'}


def folder_of(path: Path, files: dict[str, str]) -> None:
    """Write a chart as a folder."""
    path.mkdir()
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")


def package_of(path: Path, files: dict[str, str]) -> None:
    """Write a chart as helm packs it, with a chart inside that must not be taken for it."""
    inside = {"charts/other/Chart.yaml": "name: other\nversion: 0.0.1\n"}
    with tarfile.open(path, "w:gz") as archive:
        for name, text in {**files, **inside}.items():
            member = tarfile.TarInfo(f"viewer/{name}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))


def test_package_and_folder_are_the_same_chart(tmp_path: Path) -> None:
    """Helm takes both."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    folder_of(tmp_path / "one" / "viewer", FILES)
    package_of(tmp_path / "two" / "viewer-1.2.3.tgz", FILES)
    ((key, as_folder),) = official_charts(tmp_path / "one").items()
    ((same_key, as_package),) = official_charts(tmp_path / "two").items()
    assert key == same_key == ("viewer", "1.2.3")
    assert as_folder.values == as_package.values == {"a": 1}
    assert as_folder.schema == as_package.schema == {"type": "object"}
    assert as_package.path == tmp_path / "two" / "viewer-1.2.3.tgz"


def test_chart_may_have_neither_schema_nor_values(tmp_path: Path) -> None:
    """Then nothing is known of what it takes."""
    folder_of(tmp_path / "viewer", {"Chart.yaml": CHART})
    (chart,) = official_charts(tmp_path).values()
    assert (chart.schema, chart.values) == (None, {})


def test_folder_without_charts_is_refused(tmp_path: Path) -> None:
    """Somebody named the wrong one."""
    with pytest.raises(ConsoleError, match="holds no chart: put packages"):
        official_charts(tmp_path)


def test_folder_of_a_chart_is_taken_for_the_chart(tmp_path: Path) -> None:
    """Whoever works on one names it directly."""
    folder_of(tmp_path / "viewer", FILES)
    assert list(official_charts(tmp_path / "viewer")) == [("viewer", "1.2.3")]


def test_broken_package_is_named(tmp_path: Path) -> None:
    """A download that was cut off, or something else."""
    package_of(tmp_path / "viewer.tgz", {**FILES, "values.yaml": "a: 1\n" * 999})
    whole = (tmp_path / "viewer.tgz").read_bytes()
    for content in (whole[: len(whole) // 2], b"<html>"):
        (tmp_path / "viewer.tgz").write_bytes(content)
        with pytest.raises(
            ConsoleError, match=r"viewer\.tgz: is no chart package - fetch it again"
        ):
            official_charts(tmp_path)


@pytest.mark.parametrize(
    "files", [{"Chart.yaml": "name: x\n"}, {**FILES, "values.schema.json": "{"}]
)
def test_broken_chart_is_named(tmp_path: Path, files: dict[str, str]) -> None:
    """Without a version, or with half a schema."""
    folder_of(tmp_path / "viewer", files)
    with pytest.raises(ConsoleError, match="viewer: is no chart"):
        official_charts(tmp_path)
