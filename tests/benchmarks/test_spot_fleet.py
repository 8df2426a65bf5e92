"""The simulated fleet: which machines are started for what waits, and when they stop."""

from dataclasses import replace

import pytest
import simpy

from benchmarks.spot_fleet import IDLE_SECONDS, SCHEDULING_SECONDS, Fleet
from benchmarks.spot_host import Task
from benchmarks.spot_plan import Plan
from cdk.batch.machines import machines_of
from console.errors import ConsoleError

PLAN = Plan(
    title="test",
    region="us-east-1",
    instance_families=("m6i", "r6i"),
    max_vcpus=64,
    on_demand_max_vcpus=16,
    size_gib=200,
    max_concurrency=40,
    host_loss_attempts=10,
    memory_factor=2.0,
    vcpu_factor=2.0,
)


class _Bench:
    """A fleet whose machines take a minute to start, and its clock."""

    def __init__(self, plan: Plan = PLAN, reclaims: float = 0, seed: str = "test") -> None:
        self.env = simpy.Environment()
        self.fleet = Fleet(self.env, plan, seed=seed, reclaims=reclaims, start_seconds=(60.0, 60.0))

    def submit(self, count: int, seconds: float, *, on_demand: bool = False) -> list[Task]:
        """Put as many jobs of 1 vCPU and 3.5 GiB into the queue."""
        tasks = [Task(1, 3.5, seconds, on_demand, self.env.event()) for _ in range(count)]
        for task in tasks:
            self.fleet.submit(task)
        return tasks


def test_job_starts_when_its_machine_has_started() -> None:
    """A machine is asked for at once, takes its minute, and runs the job to its end."""
    bench = _Bench()
    (task,) = bench.submit(1, 100)
    bench.env.run(task.done)
    assert task.started == pytest.approx(60 + 2 * SCHEDULING_SECONDS)
    assert task.ended - task.started == pytest.approx(100)
    assert not task.lost


def test_machines_hold_what_waits_and_no_more() -> None:
    """Jobs that come together share machines, each of which they fill."""
    bench = _Bench()
    bench.submit(35, 100)
    bench.env.run(10)
    vcpus = sum(host.machine.vcpus for host in bench.fleet.hosts)
    assert 35 <= vcpus <= 36
    assert len(bench.fleet.hosts) < 35


def test_machine_that_is_starting_counts() -> None:
    """A job that comes later does not start a second one where there will be room."""
    bench = _Bench(replace(PLAN, instance_families=("m6i",)))
    bench.submit(2, 1000)
    bench.env.run(30)
    bench.submit(1, 1000)
    bench.env.run(40)
    machines = sum(host.machine.vcpus for host in bench.fleet.hosts)
    assert machines == 4


def test_machine_is_used_again_and_stops_when_idle() -> None:
    """The second job needs no machine of its own; five minutes after it there is none."""
    bench = _Bench()
    (first,) = bench.submit(1, 100)
    bench.env.run(first.done)
    (second,) = bench.submit(1, 100)
    bench.env.run(second.done)
    (host,) = bench.fleet.hosts
    assert host.ended is None
    bench.env.run(bench.env.now + IDLE_SECONDS + 1)
    assert host.ended == pytest.approx(second.ended + IDLE_SECONDS)


def test_on_demand_is_used_when_spot_is_full() -> None:
    """Limits of both are kept; what is beyond them waits, and runs in the end."""
    bench = _Bench()
    tasks = bench.submit(100, 100)
    bench.env.run(100)
    vcpus = {
        spot: sum(host.machine.vcpus for host in bench.fleet.hosts if host.spot is spot)
        for spot in (True, False)
    }
    assert vcpus == {True: 64, False: 16}
    assert sum(task.started >= 0 for task in tasks) == 80
    bench.env.run(bench.env.all_of([task.done for task in tasks]))
    assert all(task.ended > 0 for task in tasks)


def test_on_demand_takes_the_cheapest_vcpu() -> None:
    """Batch prefers what costs least for each vCPU; spot looks at capacity as well."""
    bench = _Bench()
    bench.submit(4, 100, on_demand=True)
    bench.env.run(10)
    (host,) = bench.fleet.hosts
    assert (host.machine.instance_type, host.spot) == ("m6i.xlarge", False)


def test_spot_takes_one_of_the_cheap() -> None:
    """None of the dearer three quarters of all types is started."""
    types = [each for each in machines_of(PLAN.instance_families, "us-east-1") if each.vcpus <= 64]
    rates = sorted((each.spot_usd or 0) / each.vcpus for each in types)
    started = set()
    for seed in range(5):
        bench = _Bench(seed=str(seed))
        bench.submit(64, 100)
        bench.env.run(10)
        # The last machine of each takes what is left, and then has less to choose from.
        started.add(bench.fleet.hosts[0].machine)
    assert len(started) > 1
    dearest = max((each.spot_usd or 0) / each.vcpus for each in started)
    assert dearest <= rates[len(rates) // 4]


def test_jobs_of_a_reclaimed_machine_are_lost() -> None:
    """All jobs of the machine end at the moment that it is taken away."""
    bench = _Bench(reclaims=100_000)
    tasks = bench.submit(4, 100_000)
    bench.env.run(bench.env.all_of([task.done for task in tasks]))
    assert [task.lost for task in tasks] == [True] * 4
    assert {task.ended for task in tasks} <= {
        host.ended for host in bench.fleet.hosts if host.reclaimed
    }


def test_nothing_is_taken_away_on_demand() -> None:
    """However often spot is."""
    bench = _Bench(reclaims=100_000)
    tasks = bench.submit(4, 100_000, on_demand=True)
    bench.env.run(bench.env.all_of([task.done for task in tasks]))
    assert [task.lost for task in tasks] == [False] * 4


def test_rates_are_compared_on_the_same_machines() -> None:
    """Twice the reclaims take each machine away after half the time, and start the same."""
    benches = [_Bench(reclaims=factor) for factor in (100_000, 200_000)]
    for bench in benches:
        bench.submit(16, 100_000)
        bench.env.run(10_000)
    once, twice = ([host for host in each.fleet.hosts if host.requested < 5] for each in benches)
    assert [host.machine for host in once] == [host.machine for host in twice]
    assert [host.seconds / 2 for host in once] == pytest.approx([host.seconds for host in twice])


def test_region_without_prices_cannot_be_simulated() -> None:
    """A price of nothing would be worse than none."""
    with pytest.raises(ConsoleError, match="no prices are known in eu-north-1"):
        _Bench(replace(PLAN, region="eu-north-1"))
