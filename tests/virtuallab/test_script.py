"""Tests of scripts."""

from hashlib import sha256
from pathlib import Path

import pytest

from tests.virtuallab.bench import Bench
from virtuallab.errors import Problems
from virtuallab.script import MOST_BYTES, Script, plain_stem, read_script


def _read(path: str, s3: object = None) -> tuple[Script | None, list[str]]:
    problems = Problems()
    return read_script(path, s3, problems), [str(each) for each in problems]


@pytest.mark.parametrize("name", ["count.R", "count.r", "count.py", "count.sh"])
def test_script_is_read_from_disk(tmp_path: Path, name: str) -> None:
    """Of every kind that the runner starts."""
    (tmp_path / name).write_bytes(b"1\n")
    script, problems = _read(str(tmp_path / name))
    assert problems == []
    assert script == Script(name, b"1\n")
    assert script.sha256 == sha256(b"1\n").hexdigest()


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("count.Rmd", b"1", "is of no kind that jobs can start (got .Rmd) - known: .R (Rscript)"),
        ("count.PY", b"1", "is of no kind that jobs can start (got .PY) - rename it to .py"),
        ("count", b"1", "is of no kind that jobs can start"),
        ("count.py", b" \n", "is empty - save it first"),
        ("count.sh", b"ls\r\n", "has line ends of Windows"),
        ("count.py", b"x" * (MOST_BYTES + 1), "which is no script"),
    ],
)
def test_what_jobs_could_not_start_is_refused(
    tmp_path: Path, name: str, body: bytes, message: str
) -> None:
    """Before a thousand of them fail."""
    (tmp_path / name).write_bytes(body)
    assert message in _read(str(tmp_path / name))[1][0]


def test_missing_script_names_the_nearest(tmp_path: Path) -> None:
    """A typo is the usual reason."""
    (tmp_path / "count.py").write_text("1")
    (problem,) = _read(str(tmp_path / "cuont.py"))[1]
    assert problem.endswith("cuont.py - did you mean count.py?")


def test_folder_is_no_script(tmp_path: Path) -> None:
    """Nor is anything else that cannot be read."""
    (tmp_path / "count.py").mkdir()
    assert "cannot be read: Is a directory" in _read(str(tmp_path / "count.py"))[1][0]


def test_script_may_lie_in_s3(bench: Bench) -> None:
    """Name and content are those of the object."""
    bench.upload("code/count.py")
    script, _ = _read(f"s3://lab-raw/{bench.root}code/count.py", bench.s3)
    assert script == Script("count.py", b"data")
    problems = [_read(f"s3://{path}/count.py", bench.s3)[1][0] for path in ("lab-raw", "nowhere")]
    assert "there is no object" in problems[0]
    assert problems[0].endswith(" - upload it first, or name a file of this machine")
    assert "its bucket does not exist" in problems[1]


@pytest.mark.parametrize("path", ["s3://x", "s3://", "s3://x/", "s3:///count.py"])
def test_uri_without_bucket_or_key_is_refused(path: str) -> None:
    """AWS is not asked."""
    told = f"script: {path} is no s3://bucket/key - name the object with the script"
    assert _read(path) == (None, [told])


def test_stem_becomes_a_part_of_names() -> None:
    """Names of runs are short and plain."""
    assert plain_stem("my count (2)") == "my-count-2"
    assert plain_stem("ä") == "script"
    assert len(plain_stem("x" * 90)) == 40
