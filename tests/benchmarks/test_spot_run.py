"""One simulated run: nothing is lost, nothing is counted twice, nothing is free."""

import csv
from dataclasses import replace
from statistics import mean

import pytest

from benchmarks.spot_folders import ESCALATED, FAILED, FOLDERS, folders
from benchmarks.spot_plan import Plan
from benchmarks.spot_run import Run, simulate
from cdk.batch.machines import MACHINES
from console.errors import ConsoleError

PLAN = Plan(
    title="test",
    region="us-east-1",
    instance_families=("m5", "m6a", "m6i", "m7i", "r6i"),
    max_vcpus=256,
    on_demand_max_vcpus=64,
    size_gib=200,
    max_concurrency=40,
    host_loss_attempts=10,
    memory_factor=2.0,
    vcpu_factor=2.0,
)
STORM = 3000
"""So many reclaims that every machine is gone within the hour."""


def _run(plan: Plan = PLAN, *, concurrency: int = 35, reclaims: float = 0, seed: int = 0) -> Run:
    return simulate(plan, folders(seed), concurrency=concurrency, reclaims=reclaims, seed=seed)


@pytest.fixture(scope="module")
def calm() -> Run:
    """Return a run in which no machine is taken away."""
    return _run()


@pytest.fixture(scope="module")
def storm() -> Run:
    """Return a run in which many are."""
    return _run(reclaims=STORM)


def _planned_seconds() -> float:
    """Return what all attempts take that come to their end, without any simulation."""
    return sum(
        (each.first_failure or each.seconds)
        + ((each.second_failure or each.seconds) if each.first_failure else 0)
        for each in folders(0)
    )


@pytest.mark.parametrize("name", ["calm", "storm"])
def test_every_folder_ends_once(name: str, request: pytest.FixtureRequest) -> None:
    """Whatever happens to machines, no folder is forgotten, and none fails of it."""
    run: Run = request.getfixturevalue(name)
    assert len(run.outcomes) == FOLDERS
    assert run.outcomes.count("escalated") == ESCALATED - FAILED
    assert run.outcomes.count("failed") == FAILED


@pytest.mark.parametrize("name", ["calm", "storm"])
def test_work_that_counts_is_done_once(name: str, request: pytest.FixtureRequest) -> None:
    """What was not lost is exactly the folders' own work; all that is more was lost."""
    run: Run = request.getfixturevalue(name)
    kept = sum(task.ended - task.started for task in run.tasks if not task.lost)
    assert kept == pytest.approx(_planned_seconds())


def test_nothing_is_lost_without_reclaims(calm: Run) -> None:
    """Failures by lack of memory are not losses of machines."""
    assert calm.wasted == 0
    assert len(calm.tasks) == FOLDERS + ESCALATED
    assert not any(host.reclaimed for host in calm.hosts)


def test_lost_share_is_that_of_repeated_work(storm: Run) -> None:
    """Recomputed from the attempts: what was started again is what was lost."""
    lost = sum((task.ended - task.started) * task.vcpus for task in storm.tasks if task.lost)
    everything = sum((task.ended - task.started) * task.vcpus for task in storm.tasks)
    assert 0.01 < storm.wasted < 0.5
    assert storm.wasted == pytest.approx(lost / everything)
    assert len(storm.tasks) == FOLDERS + ESCALATED + sum(task.lost for task in storm.tasks)


@pytest.mark.parametrize("name", ["calm", "storm"])
def test_price_is_billed_seconds_times_the_catalogue(
    name: str, request: pytest.FixtureRequest
) -> None:
    """Recomputed from the table of prices, machine by machine, with gp3 at 0.08 a GiB and month."""
    run: Run = request.getfixturevalue(name)
    with MACHINES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    prices = {each["instance_type"]: each for each in rows if each["region"] == "us-east-1"}
    usd = 0.0
    for host in run.hosts:
        assert host.ended is not None
        hours = (host.ended - host.requested) / 3600
        price = prices[host.machine.instance_type]["spot_usd" if host.spot else "on_demand_usd"]
        usd += 200 * 0.08 / 730 * hours
        if not (host.reclaimed and hours < 1):
            usd += float(price) * hours
    assert run.usd == pytest.approx(usd)


def test_study_takes_just_under_two_hours_with_machines_that_are_there() -> None:
    """The fit: 35 at a time, no waiting for machines, within a tenth of two hours."""
    hours = [
        simulate(
            PLAN, folders(seed), concurrency=35, reclaims=0, seed=seed, start_seconds=(0, 0)
        ).seconds
        / 3600
        for seed in range(4)
    ]
    assert mean(hours) == pytest.approx(2, rel=0.1)


def test_more_at_once_is_quicker_on_average() -> None:
    """Not for each seed, as the longest folder may come last, but in the mean of some."""
    hours = [
        mean(_run(concurrency=concurrency, seed=seed).seconds for seed in range(2))
        for concurrency in (10, 35, 200)
    ]
    assert hours == sorted(hours, reverse=True)


@pytest.mark.parametrize("concurrency", [1, 35])
def test_no_more_than_allowed_run_at_once(concurrency: int) -> None:
    """The setting is a limit, and it is reached."""
    assert _run(concurrency=concurrency).most_at_once == concurrency


def test_vcpus_limit_what_runs_at_once() -> None:
    """200 folders at once need vCPUs for 200."""
    run = _run(replace(PLAN, max_vcpus=32, on_demand_max_vcpus=8), concurrency=200)
    assert run.most_at_once == 40
    assert {host.spot for host in run.hosts} == {True, False}
    assert len(run.outcomes) == FOLDERS


def test_job_moves_to_demand_after_so_many_losses() -> None:
    """With one start on spot, each job loses one machine at most."""
    run = _run(replace(PLAN, host_loss_attempts=1), reclaims=STORM)
    lost = sum(task.lost for task in run.tasks)
    assert 0 < lost == sum(task.on_demand and not task.lost for task in run.tasks) - _stayed(run)
    assert not any(task.lost for task in run.tasks if task.on_demand)


def _stayed(run: Run) -> int:
    """Count second tries that began on demand, because the first had moved there."""
    second = [task for task in run.tasks if task.vcpus > 1]
    moved = sum(task.lost for task in second)
    return sum(task.on_demand for task in second) - moved


def test_same_seed_is_the_same_run(storm: Run) -> None:
    """To the second and the cent; another seed is another run."""
    again, other = _run(reclaims=STORM), _run(reclaims=STORM, seed=1)
    assert (again.seconds, again.usd) == (storm.seconds, storm.usd)
    assert (other.seconds, other.usd) != (storm.seconds, storm.usd)


def test_job_that_fits_no_machine_is_an_error() -> None:
    """It would wait for ever, in Batch too, until it is cancelled."""
    with pytest.raises(ConsoleError, match="no machine below the limits holds it"):
        _run(replace(PLAN, max_vcpus=8, on_demand_max_vcpus=8, vcpu_factor=16.0))
