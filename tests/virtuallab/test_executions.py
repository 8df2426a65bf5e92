"""Tests of runs as Step Functions knows them."""

from datetime import UTC, datetime

from tests.virtuallab.bench import Bench
from virtuallab.executions import UnderWay, describe, execution_arn, listed, running


def test_arn_follows_from_the_name() -> None:
    """So that a run is found before anybody has listed it."""
    machine = "arn:aws:states:eu-central-1:111122223333:stateMachine:screen"
    assert execution_arn(machine, "r-1") == (
        "arn:aws:states:eu-central-1:111122223333:execution:screen:r-1"
    )


def test_first_run_is_the_one_that_started_first() -> None:
    """At the same moment, its name decides, so that two runs agree on it."""
    early, late = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
    runs = [UnderWay(late, "a", {}), UnderWay(early, "c", {"x": 1}), UnderWay(early, "b", {"x": 2})]
    assert [each.name for each in sorted(runs)] == ["b", "c", "a"]


def test_runs_are_listed_by_status(bench: Bench) -> None:
    """And those under way with their input."""
    bench.upload("plates/a/1")
    plan = bench.plan()
    first = plan.submit()
    machine, states = plan.settings.state_machine_arn, bench.project.states
    assert describe(states, execution_arn(machine, "nothing")) is None
    (found,) = running(states, machine)
    assert (found.name, found.given) == (first.name, plan.execution_input(first.name))
    first.cancel()
    assert list(running(states, machine)) == []
    assert [each["status"] for each in listed(states, machine)] == ["ABORTED"]
