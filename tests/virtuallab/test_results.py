"""Tests of results."""

import pytest

from tests.virtuallab.bench import Bench
from virtuallab.places import Place
from virtuallab.results import MOST_REASONS, FolderResult, from_csv, from_markers, with_reasons

CSV = """\
folder,outcome,seconds,cost_usd,jobs,reason,log
a,succeeded,12.3,0.0012,job-1,,stream/1
b,failed,3,,job-2 job-3:0,"exit, ""1""
and more",
c,not run,,,,,
"""


def test_rows_of_a_finished_run(bench: Bench) -> None:
    """Reasons may hold anything."""
    records = Place("lab-results", f"{bench.root}counts/_lab/runs/r-1/")
    bench.s3.put_object(Bucket="lab-results", Key=f"{records.prefix}results.csv", Body=CSV.encode())
    assert list(from_csv(bench.s3, records)) == [
        FolderResult("a", "succeeded", 12.3, 0.0012, ("job-1",), "", "stream/1"),
        FolderResult("b", "failed", 3.0, None, ("job-2", "job-3:0"), 'exit, "1"\nand more'),
        FolderResult("c", "not run"),
    ]


def test_rows_so_far_come_from_markers(bench: Bench) -> None:
    """Of some folders, or of all; more memory than the first size is the second."""
    times = {"started_at": "2026-11-01T10:00:00+00:00", "stopped_at": "2026-11-01T10:00:02.500Z"}
    facts = {"run": "r-1", "job_id": "job-1", **times}
    bench.complete("a", resources={"memory_mib": 4096}, **facts)
    bench.complete("b", resources={"memory_mib": 8192}, **facts)
    bench.complete("c", run="r-0")
    output = Place("lab-results", f"{bench.root}counts/")
    first = {"memory_mib": "4096"}
    assert list(from_markers(bench.s3, output, first, ["a", "b", "d"])) == [
        FolderResult("a", "succeeded", 2.5, jobs=("job-1",)),
        FolderResult("b", "escalated", 2.5, jobs=("job-1",)),
    ]
    assert [row.folder for row in from_markers(bench.s3, output, first)] == ["a", "b", "c"]


def test_failed_folders_have_the_reason_of_their_last_attempt(bench: Bench) -> None:
    """Where that is not to be had, or Batch knows better, it stays as it is."""
    ended = "Essential container in task exited"
    bench.attempt("a", "job-1-3", reason="count.py was killed")
    bench.attempt("a", "job-2-9", reason="before")
    bench.attempt("a", "job-2-10", reason="count.py ended with exit status 1")
    rows = [
        FolderResult("a", "failed", jobs=("job-1", "job-2"), reason=ended),
        FolderResult("b", "failed", jobs=("job-3",), reason=ended),
        FolderResult("a", "failed", jobs=("job-1",), reason="said already"),
    ]
    output = Place("lab-results", f"{bench.root}counts/")
    found = with_reasons(bench.s3, output, rows)
    assert [row.reason for row in found[:2]] == ["count.py ended with exit status 1", ended]
    assert with_reasons(bench.s3, output, rows[2:]) == rows[2:]


def test_few_attempts_are_asked_why(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two calls for each of the first fifty, however many have failed."""
    output, asked = Place("lab-results", f"{bench.root}counts/"), []
    listing = bench.s3.list_objects_v2

    def list_objects_v2(**given: object) -> object:
        asked.append(given)
        return listing(**given)

    monkeypatch.setattr(bench.s3, "list_objects_v2", list_objects_v2)
    rows = [FolderResult(str(number), "failed", jobs=("j",)) for number in range(60)]
    assert with_reasons(bench.s3, output, [*rows, FolderResult("z", "succeeded")])[:-1] == rows
    assert len(asked) == MOST_REASONS
