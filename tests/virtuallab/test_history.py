"""Tests of runs that were started before."""

import pytest

from tests.virtuallab.bench import Bench
from virtuallab import FanOutError, open_run, runs


def test_runs_are_listed_and_opened_again(bench: Bench) -> None:
    """Another notebook finds what this one has started."""
    bench.upload("plates/a/1")
    plan = bench.plan()
    first = plan.submit()
    first.cancel()
    second = plan.submit()
    who = {key: bench.options()[key] for key in ("lab", "env", "project", "client")}
    listed = runs(**who)
    assert {(each.name, each.status) for each in listed} == {
        (first.name, "ABORTED"),
        (second.name, "RUNNING"),
    }
    assert [each.name for each in runs(status="RUNNING", **who)] == [second.name]
    assert len(runs(limit=1, **who)) == 1
    assert open_run(second.name, **who) == second


def test_unknown_run_names_the_nearest(bench: Bench) -> None:
    """Names are long."""
    bench.upload("plates/a/1")
    run = bench.plan().submit()
    who = {key: bench.options()[key] for key in ("lab", "env", "project", "client")}
    with pytest.raises(FanOutError, match=f"did you mean {run.name}"):
        open_run(f"{run.name}9", **who)


def test_unknown_project_is_told(bench: Bench) -> None:
    """With the same message as a submission."""
    who = {key: bench.options()[key] for key in ("lab", "env", "client")}
    with pytest.raises(FanOutError, match="project none: has no fan-out in demo dev"):
        runs(project="none", **who)
