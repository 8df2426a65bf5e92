"""What of OUTPUT_DIR becomes results."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab_runner.errors import RefusalError
from lab_runner.log import Log
from lab_runner.results import names as names_below, results


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return an output folder with one file, beside a secret."""
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "output"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "wells.csv").write_text("A1,3\n")
    return folder


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """Open a log."""
    with Log(tmp_path / "log.txt") as opened:
        yield opened


def names(output: Path, log: Log) -> list[str]:
    """Return the names of the results."""
    return [result.name for result in results(output, log)]


def test_links_never_leave_the_folder(output: Path, log: Log) -> None:
    """A link to a file of the machine is not uploaded, whichever way it leads there."""
    (output / "absolute").symlink_to(output.parent / "secret.txt")
    (output / "relative").symlink_to("../secret.txt")
    (output / "folder").symlink_to(output.parent)
    (output / "a" / "chain").symlink_to("../relative")
    assert names(output, log) == ["a/wells.csv"]
    told = log.path.read_text()
    for name in ("absolute", "relative", "folder", "a/chain"):
        assert f"{name} is a link out of OUTPUT_DIR and is not uploaded" in told


def test_link_within_the_folder_is_a_copy(output: Path, log: Log) -> None:
    """`latest.csv -> a/wells.csv` is a result; a link to a folder is not entered."""
    (output / "latest.csv").symlink_to("a/wells.csv")
    (output / "b").symlink_to("a")
    assert names(output, log) == ["a/wells.csv", "latest.csv"]
    assert results(output, log)[1].size == 5
    assert "b is no file and is not uploaded" in log.path.read_text()


def test_what_is_no_file_is_told_and_left(output: Path, log: Log) -> None:
    """A pipe would be read for ever, and a broken link has nothing to read."""
    os.mkfifo(output / "pipe")
    (output / "broken").symlink_to("missing")
    assert names(output, log) == ["a/wells.csv"]
    assert "pipe is no file" in log.path.read_text()


def test_output_folder_that_became_a_link_has_no_results(output: Path, log: Log) -> None:
    """A script that replaces the folder by a link does not publish what is behind it."""
    output.rename(output.parent / "moved")
    output.symlink_to("/etc")
    assert names(output, log) == []


def test_removed_output_folder_has_no_results(output: Path, log: Log) -> None:
    """A script may tidy up too much."""
    (output / "a" / "wells.csv").unlink()
    (output / "a").rmdir()
    output.rmdir()
    assert names(output, log) == []


def test_name_that_cannot_be_a_key_is_refused(output: Path, log: Log) -> None:
    """Such a result would be lost in silence otherwise."""
    Path(os.fsdecode(os.fsencode(output) + b"/\xff.csv")).touch()
    with pytest.raises(RefusalError, match=r"a result cannot be uploaded: .* is not UTF-8"):
        results(output, log)


def test_names_are_told_of_files_and_links(output: Path) -> None:
    """What a script has left in another folder can be named, whatever it is."""
    (output / "latest.csv").symlink_to("missing")
    assert names_below(output) == ["a/wells.csv", "latest.csv"]
    assert names_below(output / "missing") == []
