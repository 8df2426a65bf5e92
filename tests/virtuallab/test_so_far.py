"""Tests of what is known of a run that has written no results."""

from typing import Any

import pytest

from tests.virtuallab.bench import Bench
from virtuallab import Run

FIRST, SECOND = {"memory_mib": 4096}, {"memory_mib": 8192}


@pytest.fixture
def run(bench: Bench) -> Run:
    """Return a run of four folders that is under way."""
    bench.upload("plates/a/1", "plates/b/1", "plates/c/1", "plates/d/1")
    return bench.plan().submit()


def _outcomes(run: Run) -> list[tuple[str, str]]:
    return [(row.outcome, row.reason) for row in run.results()]


def test_every_folder_has_a_row(bench: Bench, run: Run) -> None:
    """Whatever has become of it; what another run has tried says nothing of this one."""
    bench.complete("a", run=run.name)
    bench.attempt("b", "j-1", run=run.name, exit_status=1, resources=SECOND, reason="bad file")
    bench.attempt("c", "j-1", run="another", exit_status=1, resources=SECOND, reason="old")
    assert [row.folder for row in run.results()] == ["a", "b", "c", "d"]
    first_two = [("succeeded", ""), ("failed", "bad file")]
    assert _outcomes(run) == [*first_two, ("running", ""), ("running", "")]
    run.cancel()
    assert _outcomes(run) == [*first_two, ("not run", ""), ("not run", "")]


@pytest.mark.parametrize(
    ("status", "under_way", "ended"),
    [
        ({"exit_status": 1, "resources": FIRST}, "running", "failed"),
        ({"exit_status": 96, "resources": FIRST}, "failed", "failed"),
        ({"exit_status": 143, "resources": SECOND}, "running", "not run"),
        ({"exit_status": 0, "resources": FIRST}, "running", "not run"),
    ],
    ids=["first size", "refusal", "reclaimed", "no marker yet"],
)
def test_failure_is_final_when_nothing_follows(
    bench: Bench, run: Run, status: dict[str, Any], under_way: str, ended: str
) -> None:
    """A second attempt may still succeed, as long as the run goes on."""
    bench.attempt("a", "j-1", run=run.name, **status)
    assert _outcomes(run)[0][0] == under_way
    run.cancel()
    assert _outcomes(run)[0][0] == ended
