"""The two compute environments of the simulation: machines are started, filled and lost."""

import math
from collections.abc import Callable, Iterator
from random import Random

import simpy

from benchmarks.spot_host import Host, Task, fitted, hourly_rate
from benchmarks.spot_plan import Plan
from cdk.batch.machines import USABLE_MEMORY, Machine, machines_of
from console.errors import ConsoleError

START_SECONDS = (120.0, 240.0)
"""Assumed: from the request for a machine to its first job, with the container image pulled."""
IDLE_SECONDS = 300.0
"""Assumed: how long Batch keeps a machine without jobs when no scale-down delay is set."""
SCHEDULING_SECONDS = 1.0
"""Assumed: jobs that come within a second are looked at together."""


class Fleet:
    """All machines of a run.

    Attributes:
        hosts: every machine that was ever started.
    """

    hosts: list[Host]

    def __init__(
        self,
        env: simpy.Environment,
        plan: Plan,
        *,
        seed: str,
        reclaims: float,
        start_seconds: tuple[float, float] = START_SECONDS,
    ) -> None:
        """Make a fleet without machines.

        Args:
            env: the clock.
            plan: families and limits.
            seed: of every draw.
            reclaims: how many times as often as the catalogue says spot takes machines away.
            start_seconds: how long a machine takes to start, from and to.

        Raises:
            ConsoleError: no price is known in the region.
        """
        self.hosts = []
        self._env = env
        self._plan = plan
        self._reclaims = reclaims
        self._start_seconds = start_seconds
        # Two sources, so that rates of reclaims are compared on the same machines.
        self._random = Random(seed)  # noqa: S311 - repeatable draws are wanted, not secret ones
        self._lives = Random(f"lives of {seed}")  # noqa: S311
        self._alive: list[Host] = []
        self._waiting: list[Task] = []
        self._looking = False
        known = machines_of(plan.instance_families, plan.region)
        self._types = [each for each in known if each.spot_usd and each.on_demand_usd]
        if not self._types:
            raise ConsoleError(f"no prices are known in {plan.region}: nothing can be simulated")

    def submit(self, task: Task) -> simpy.Event:
        """Put an attempt into the queue; the event happens when it is over."""
        self._waiting.append(task)
        self._look()
        return task.done

    def _look(self) -> None:
        """Place and grow in a moment; until then, one look is enough for all that happens."""
        if not self._looking:
            self._looking = True
            self._after(SCHEDULING_SECONDS, self._schedule)

    def _after(self, seconds: float, action: Callable[[], None]) -> None:
        # A process for each of these would take three times as long to simulate.
        callbacks = self._env.timeout(seconds).callbacks
        callbacks.append(lambda _: action())

    def _schedule(self) -> None:
        self._looking = False
        if self._waiting:
            self._place()
        if self._waiting:
            self._grow()

    def _place(self) -> None:
        ready = [host for host in self._alive if host.ready]
        left = []
        for task, place in fitted(self._waiting, [host.room for host in ready]):
            if place is None:
                left.append(task)
            else:
                self._run(task, ready[place])
        self._waiting = left

    def _run(self, task: Task, host: Host) -> None:
        task.started = self._env.now
        host.tasks.append(task)
        self._after(task.seconds, lambda: None if task.lost else self._finish(task, host))

    def _finish(self, task: Task, host: Host) -> None:
        task.ended = self._env.now
        host.tasks.remove(task)
        host.room.give_back(task)
        task.done.succeed()
        if not host.tasks:
            self._watch_idle(host)
        self._look()

    def _grow(self) -> None:
        starting = [host.empty() for host in self._alive if not host.ready]
        short = [task for task, place in fitted(self._waiting, starting) if place is None]
        while short:
            chosen = self._choose(short[0], len(short))
            if chosen is None:
                # What comes first meets a limit: the rest waits behind it.
                return
            host = Host(*chosen, requested=self._env.now)
            self.hosts.append(host)
            self._alive.append(host)
            self._start(host)
            short = [task for task, place in fitted(short, [host.empty()]) if place is None]

    def _choose(self, task: Task, count: int) -> tuple[Machine, bool] | None:
        """Return the type of machine for a task and those behind it, and whether it is spot."""
        spot = [] if task.on_demand else list(self._fitting(task, count, spot=True))
        if spot:
            # Batch looks at price and capacity, which nobody outside AWS knows: any of the cheap.
            spot.sort(key=lambda each: (each.spot_usd or 0) / each.vcpus)
            return self._random.choice(spot[: math.ceil(len(spot) / 4)]), True
        fitting = self._fitting(task, count, spot=False)
        best = min(
            fitting,
            key=lambda each: ((each.on_demand_usd or 0) / each.vcpus, -each.vcpus),
            default=None,
        )
        return None if best is None else (best, False)

    def _fitting(self, task: Task, count: int, *, spot: bool) -> Iterator[Machine]:
        """Yield types below the limit that hold the task, and are filled by what waits."""
        limit = self._plan.max_vcpus if spot else self._plan.on_demand_max_vcpus
        room = limit - sum(host.machine.vcpus for host in self._alive if host.spot is spot)
        slots = [
            (each, min(each.vcpus // task.vcpus, int(each.memory_gib * USABLE_MEMORY // task.gib)))
            for each in self._types
            if each.vcpus <= room
        ]
        smallest = min((number for _, number in slots if number), default=0)
        yield from (each for each, number in slots if 0 < number <= max(count, smallest))

    def _start(self, host: Host) -> None:
        if host.spot and host.machine.interruption and self._reclaims:
            rate = hourly_rate(host.machine.interruption) * self._reclaims / 3600
            self._after(self._lives.expovariate(rate), lambda: self._reclaim(host))
        self._after(self._random.uniform(*self._start_seconds), lambda: self._become_ready(host))

    def _become_ready(self, host: Host) -> None:
        if host.ended is None:
            host.ready = True
            self._watch_idle(host)
            self._look()

    def _watch_idle(self, host: Host) -> None:
        host.idle_since = since = self._env.now
        self._after(IDLE_SECONDS, lambda: self._stop_if_idle(host, since))

    def _stop_if_idle(self, host: Host, since: float) -> None:
        if host.ended is None and not host.tasks and host.idle_since == since:
            self._end(host)

    def _reclaim(self, host: Host) -> None:
        if host.ended is None:
            host.reclaimed = True
            self._end(host)
            for task in [*host.tasks]:
                task.lost = True
                self._finish(task, host)

    def _end(self, host: Host) -> None:
        host.ended = self._env.now
        self._alive.remove(host)
        self._look()
