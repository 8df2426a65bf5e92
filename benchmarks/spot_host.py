"""One machine of the simulation: what fits on it, how often spot takes it away, what it costs."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import simpy

from benchmarks.price_list import HOURS
from cdk.batch.machines import USABLE_MEMORY, Interruption, Machine

MONTHLY: dict[Interruption, float] = {
    "<5%": 0.025,
    "5-10%": 0.075,
    "10-15%": 0.125,
    "15-20%": 0.175,
    ">20%": 0.25,
}
"""Share of machines lost in a month: the middle of each band; the last has no upper end."""


def hourly_rate(band: Interruption) -> float:
    """Return how many times an hour a machine is lost, so that the share is lost in a month."""
    return -math.log(1 - MONTHLY[band]) / HOURS


@dataclass(eq=False)
class Task:
    """One attempt of a job: what it asks for, for how long, and what became of it.

    Attributes:
        vcpus: what it asks for.
        gib: what it asks for.
        seconds: how long it runs if it is let.
        on_demand: whether spot is not for it.
        done: happens when it ends or has lost its machine.
        started: when it started; below 0 as long as it waits.
        ended: when it ended.
        lost: whether its machine was taken away.
    """

    vcpus: int
    gib: float
    seconds: float
    on_demand: bool
    done: simpy.Event
    started: float = -1.0
    ended: float = -1.0
    lost: bool = False


@dataclass(eq=False)
class Room:
    """What nobody uses of a machine."""

    spot: bool
    vcpus: int
    gib: float

    def holds(self, task: Task) -> bool:
        """Tell whether a task may start here."""
        fits = task.vcpus <= self.vcpus and task.gib <= self.gib
        return fits and not (self.spot and task.on_demand)

    def take(self, task: Task) -> None:
        """Use what a task asks for."""
        self.vcpus -= task.vcpus
        self.gib -= task.gib

    def give_back(self, task: Task) -> None:
        """Free what a task asked for."""
        self.vcpus += task.vcpus
        self.gib += task.gib


def fitted(tasks: Sequence[Task], rooms: Sequence[Room]) -> Iterator[tuple[Task, int | None]]:
    """Yield each task with the number of the fullest room that holds it, and use that room."""
    too_large: set[tuple[int, float, bool]] = set()
    for task in tasks:
        size = (task.vcpus, task.gib, task.on_demand)
        holding = () if size in too_large else range(len(rooms))
        place = min(
            (index for index in holding if rooms[index].holds(task)),
            key=lambda index: (rooms[index].vcpus, index),
            default=None,
        )
        if place is None:
            too_large.add(size)
        else:
            rooms[place].take(task)
        yield task, place


@dataclass(eq=False)
class Host:
    """One machine that was started.

    Attributes:
        machine: its type.
        spot: how it was bought.
        requested: when; it is paid from then on.
        ready: whether jobs can start on it.
        ended: when it ended, None as long as it is there.
        reclaimed: whether it was taken away.
        idle_since: when its last job ended.
        tasks: what runs on it, in the order it started.
        room: what nobody uses.
    """

    machine: Machine
    spot: bool
    requested: float
    ready: bool = False
    ended: float | None = None
    reclaimed: bool = False
    idle_since: float = 0.0
    tasks: list[Task] = field(default_factory=list)
    room: Room = field(init=False)

    def __post_init__(self) -> None:
        self.room = self.empty()

    def empty(self) -> Room:
        """Return the room of the machine without tasks."""
        machine = self.machine
        return Room(self.spot, machine.vcpus, machine.memory_gib * USABLE_MEMORY)

    @property
    def seconds(self) -> float:
        """Return how long it was there."""
        return (self.ended or self.requested) - self.requested

    @property
    def billed_seconds(self) -> float:
        """Return for how long the machine is paid, a minute at least.

        What spot takes away within an hour is free: docs.aws.amazon.com/AWSEC2/latest/UserGuide/
        billing-for-interrupted-spot-instances.html.
        """
        return 0.0 if self.reclaimed and self.seconds < 3600 else max(60.0, self.seconds)  # noqa: PLR2004

    def cost(self, disk_usd: float) -> float:
        """Return what it cost, in USD, with a disk of this price an hour."""
        price = (self.machine.spot_usd if self.spot else self.machine.on_demand_usd) or 0
        return (price * self.billed_seconds + disk_usd * self.seconds) / 3600
