"""Tests of a plan as text."""

from dataclasses import replace

from tests.virtuallab.bench import Bench
from virtuallab.plan_text import job_row, table_lines
from virtuallab.prices import Price

PRICE = "$0.00926 (spot) to $0.0556 (on demand, every folder twice)"


def test_plan_reads_from_place_to_price(bench: Bench) -> None:
    """Then every job."""
    bench.upload("plates/a/1", "plates/a/2", "plates/b/1", "plates/x.txt")
    lines = str(bench.plan()).splitlines()
    assert lines == [
        f"s3://lab-raw/{bench.root}plates/ -> s3://lab-results/{bench.root}counts/",
        "2 jobs of count.py, one for each folder",
        "size:        1 vCPU, 4 GiB; after a failure once more with 2 vCPU, 8 GiB",
        "at a time:   up to 2",
        f"price:       {PRICE}, at 10 minutes a folder",
        "prices:      AWS's list of 1 November 2026",
        "note:        files that are in no folder are left out: x.txt",
        "",
        "folder  input files  size  from USD  to USD",
        "a       2            8 B   0.00463   0.0278",
        "b       1            4 B   0.00463   0.0278",
    ]


def test_plan_without_jobs_says_so(bench: Bench) -> None:
    """No price, no table."""
    bench.upload("plates/a/1")
    bench.complete("a", script_sha256=bench.plan().script.sha256)
    assert str(bench.plan()).splitlines()[1:] == [
        "nothing to do: 1 of 1 folder is complete already"
    ]


def test_what_is_not_known_is_marked(bench: Bench) -> None:
    """A plus where there may be more, a question mark where there is no price."""
    bench.upload("plates/a/1")
    job = replace(bench.plan().jobs[0], at_least=True, bytes=3 * 1024**3, usd=Price(None, 0.5))
    assert job_row(job) == ("a", "1+", "3.0 GiB+", "?", "0.5")


def test_columns_are_as_wide_as_their_cells() -> None:
    """Without blanks at the end."""
    assert table_lines(("a", "b"), [("long", "1")]) == ["a     b", "long  1"]
