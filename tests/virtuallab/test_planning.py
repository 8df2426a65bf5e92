"""Tests of the dry run against a real S3 and SSM."""

from pathlib import Path

import pytest

from tests.virtuallab.bench import Bench
from virtuallab import FanOutError, plan_fan_out


def test_plan_lists_every_job_and_sends_nothing(bench: Bench) -> None:
    """The output stays empty."""
    bench.upload("plates/a/1", "plates/b/1")
    plan = bench.plan()
    assert [job.folder for job in plan.jobs] == ["a", "b"]
    listed = bench.s3.list_objects_v2(Bucket="lab-results", Prefix=bench.root)
    assert listed["KeyCount"] == 0


def test_all_problems_are_told_at_once(bench: Bench) -> None:
    """Of the numbers, variables, script, places, size and folders."""
    bench.upload("plates/a 1/1", "plates/b/")
    with pytest.raises(FanOutError) as raised:
        bench.plan(
            vcpus=99,
            variables={"PATH": "x", "KEY": "y"},
            script="nowhere.py",
            output="raw/plates",
        )
    assert [each.what for each in raised.value.problems] == [
        "variables KEY",
        "variables PATH",
        "script",
        "size of a job",
        "output",
        f"s3://lab-raw/{bench.root}plates/",
        f"s3://lab-raw/{bench.root}plates/",
    ]


def test_without_a_lab_what_is_here_is_still_checked(tmp_path: Path) -> None:
    """A scientist mends the call once."""
    with pytest.raises(FanOutError) as raised:
        plan_fan_out("raw/plates", script=tmp_path / "x.py", output="results/x", minutes=0)
    assert [each.what for each in raised.value.problems] == [
        "lab",
        "env",
        "project",
        "minutes",
        "script",
    ]


def test_results_that_are_complete_are_left_out(bench: Bench) -> None:
    """And told; of another version of the script, that is told too."""
    bench.upload("plates/a/1", "plates/b/1", "plates/c/1")
    before = bench.plan()
    bench.complete("a", "b", script_sha256=before.script.sha256)
    plan = bench.plan()
    assert ([job.folder for job in plan.jobs], plan.complete) == (["c"], 2)
    assert "2 of 3 are complete already" in str(plan)
    assert plan.family == before.family
    bench.complete("b", script_sha256="other")
    (note,) = bench.plan().notes
    assert "hold results of another version of count.py" in note
    assert f"or remove _lab/complete/<folder>.json and <folder>/ in {plan.output.uri}" in note


def test_full_uri_is_the_same_plan(bench: Bench) -> None:
    """For those who copy from the console of S3."""
    bench.upload("plates/a/1")
    uri = f"s3://lab-raw/{bench.root}plates/"
    assert plan_fan_out(uri, **bench.options()).family == bench.plan().family
