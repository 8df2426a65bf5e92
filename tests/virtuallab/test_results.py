"""Tests of results."""

from tests.virtuallab.bench import Bench
from virtuallab.places import Place
from virtuallab.results import FolderResult, from_csv, from_markers

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
    """Of one run, or of all; more memory than the first size is the second."""
    times = {"started_at": "2026-11-01T10:00:00+00:00", "stopped_at": "2026-11-01T10:00:02.500Z"}
    facts = {"run": "r-1", "job_id": "job-1", **times}
    bench.complete("a", resources={"memory_mib": 4096}, **facts)
    bench.complete("b", resources={"memory_mib": 8192}, **facts)
    bench.complete("c", run="r-0")
    output = Place("lab-results", f"{bench.root}counts/")
    first = {"memory_mib": "4096"}
    assert list(from_markers(bench.s3, output, "r-1", first)) == [
        FolderResult("a", "succeeded", 2.5, jobs=("job-1",)),
        FolderResult("b", "escalated", 2.5, jobs=("job-1",)),
    ]
    assert [row.folder for row in from_markers(bench.s3, output, None, first)] == ["a", "b", "c"]
