"""One run of the simulation: every folder to its end, as the project's state machine has it."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import simpy

from benchmarks.price_list import HOURS, usd
from benchmarks.spot_fleet import IDLE_SECONDS, START_SECONDS, Fleet
from benchmarks.spot_folders import FIRST_GIB, FIRST_VCPUS, Folder
from benchmarks.spot_host import Host, Task
from benchmarks.spot_plan import Plan
from console.errors import ConsoleError

Outcome = Literal["succeeded", "escalated", "failed"]


@dataclass
class Run:
    """What happened.

    Attributes:
        outcomes: of each folder that came to its end.
        tasks: every attempt of every job.
        hosts: every machine.
        seconds: from the first submission to the end of the last job.
        usd: price of machines and their disks, until the last one has stopped.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    hosts: list[Host] = field(default_factory=list)
    seconds: float = 0.0
    usd: float = 0.0

    @property
    def wasted(self) -> float:
        """Return the share of the jobs' vCPU-seconds that were lost with a machine."""
        work = [(task.vcpus * (task.ended - task.started), task.lost) for task in self.tasks]
        return sum(each for each, lost in work if lost) / sum(each for each, _ in work)

    @property
    def most_at_once(self) -> int:
        """Return how many jobs ran at the same moment at most."""
        changes = sorted(
            change for task in self.tasks for change in ((task.started, 1), (task.ended, -1))
        )
        running = most = 0
        for _, change in changes:
            running += change
            most = max(most, running)
        return most


def simulate(
    plan: Plan,
    work: Sequence[Folder],
    *,
    concurrency: int,
    reclaims: float,
    seed: int,
    start_seconds: tuple[float, float] = START_SECONDS,
) -> Run:
    """Run all folders, so many at once.

    Args:
        plan: the lab's settings.
        work: the folders.
        concurrency: how many folders are under way at once.
        reclaims: how many times as often as the catalogue says spot takes machines away.
        seed: of all that is left to chance.
        start_seconds: how long a machine takes to start, from and to.

    Raises:
        ConsoleError: no price is known in the region, or a job fits into no machine.
    """
    env = simpy.Environment()
    fleet = Fleet(env, plan, seed=str(seed), reclaims=reclaims, start_seconds=start_seconds)
    run = Run(hosts=fleet.hosts)
    state_machine = _StateMachine(env, plan, fleet, run)
    # One list for all: whoever is free takes the next folder, as a distributed map does.
    waiting = iter(work)
    places = [env.process(state_machine.place(waiting)) for _ in range(concurrency)]
    try:
        env.run(until=env.all_of(places))
    except RuntimeError as error:
        # SimPy has nothing left to do, and a job still waits.
        raise ConsoleError("a job waits for ever: no machine below the limits holds it") from error
    run.seconds = env.now
    # Machines that are idle, or were asked for in vain, stop by themselves.
    env.run(until=env.now + IDLE_SECONDS + max(start_seconds) + 1)
    disk = plan.size_gib * _gib_hour_usd()
    run.usd = sum(host.cost(disk) for host in run.hosts)
    return run


@cache
def _gib_hour_usd() -> float:
    return usd("gp3") / HOURS


@dataclass
class _StateMachine:
    env: simpy.Environment
    plan: Plan
    fleet: Fleet
    run: Run

    def place(self, waiting: Iterator[Folder]) -> Generator[simpy.Event, Any, None]:
        """Bring one folder after the other to its end."""
        for folder in waiting:
            outcome = yield from self._folder(folder)
            self.run.outcomes.append(outcome)

    def _folder(self, folder: Folder) -> Generator[simpy.Event, Any, Outcome]:
        """Try the first size, then the second; once on demand, a folder stays there."""
        size = (FIRST_VCPUS, FIRST_GIB)
        on_demand = yield from self._job(size, folder.first_failure or folder.seconds)
        if folder.first_failure is None:
            return "succeeded"
        size = (round(FIRST_VCPUS * self.plan.vcpu_factor), FIRST_GIB * self.plan.memory_factor)
        seconds = folder.second_failure or folder.seconds
        yield from self._job(size, seconds, on_demand=on_demand)
        return "escalated" if folder.second_failure is None else "failed"

    def _job(
        self, size: tuple[int, float], seconds: float, *, on_demand: bool = False
    ) -> Generator[simpy.Event, Any, bool]:
        """Start attempts until one comes to its end; return whether that was on demand."""
        attempts = 0
        while True:
            task = Task(*size, seconds, on_demand=on_demand, done=self.env.event())
            self.run.tasks.append(task)
            yield self.fleet.submit(task)
            if not task.lost:
                return on_demand
            attempts += 1
            on_demand = attempts >= self.plan.host_loss_attempts
