"""Tests of runs that were started before."""

from collections.abc import Callable

import pytest

from tests.virtuallab.bench import Bench
from virtuallab import FanOutError, open_run, runs

PASS = {"Type": "Pass", "End": True}


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


def test_run_with_failures_is_listed_as_such(new_bench: Callable[..., Bench]) -> None:
    """Its own summary says so; an output that is no summary says nothing."""
    for result, failed, state in (
        ({"failed": 2}, 2, "DONE with failures"),
        ({"failed": 0}, 0, "DONE"),
        ({}, None, "DONE"),
    ):
        bench = new_bench({"StartAt": "P", "States": {"P": {**PASS, "Result": result}}})
        bench.upload("plates/a/1")
        run = bench.plan().submit()
        while not run.progress().done:
            pass
        who = {key: bench.options()[key] for key in ("lab", "env", "project", "client")}
        (past,) = runs(**who)
        assert (past.failed, past.state) == (failed, state)


def test_limit_is_a_number_of_runs(bench: Bench) -> None:
    """Anything else is told as what it is."""
    for limit in (-1, 0, "3"):
        with pytest.raises(FanOutError, match="limit: is no whole number of at least 1"):
            runs(limit=limit, client=bench.project.new_client)  # type: ignore[arg-type]


def test_unknown_run_names_the_nearest(bench: Bench) -> None:
    """Names are long."""
    bench.upload("plates/a/1")
    run = bench.plan().submit()
    who = {key: bench.options()[key] for key in ("lab", "env", "project", "client")}
    with pytest.raises(FanOutError, match=f"did you mean {run.name}"):
        open_run(f"{run.name}9", **who)


def test_name_of_a_run_is_a_text() -> None:
    """What is no name is not looked for."""
    with pytest.raises(FanOutError, match=r"name: is no text \(got int\)"):
        open_run(3)  # type: ignore[arg-type]


def test_unknown_project_is_told(bench: Bench) -> None:
    """With the same message as a submission."""
    who = {key: bench.options()[key] for key in ("lab", "env", "client")}
    with pytest.raises(FanOutError, match="project none: has no fan-out in demo dev"):
        runs(project="none", **who)
