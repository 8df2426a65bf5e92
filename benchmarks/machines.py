"""The machines that EKS Auto Mode, which is Karpenter, starts for pods, and keeps."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from benchmarks.pods import Pod
from cdk.eks.node_pool_config import NodePoolConfig
from console.errors import ConsoleError

MACHINES = Path(__file__).with_name("machines.csv")


@dataclass(frozen=True)
class MachineType:
    """One type of machine.

    Attributes:
        name: such as `m6a.large`.
        usd: price of an hour on demand.
        vcpus: its cores.
        cpu: what is left for pods, in thousandths of a core.
        memory: what is left for pods, in MiB.
    """

    name: str
    usd: float
    vcpus: int
    cpu: float
    memory: float

    def holds(self, pods: Iterable[Pod]) -> bool:
        """Tell whether all these pods fit at once."""
        asked = list(pods)
        return sum(p.cpu for p in asked) <= self.cpu and sum(p.memory for p in asked) <= self.memory


@dataclass(frozen=True)
class Machine:
    """A machine that runs.

    Attributes:
        types: what it may be: several until it is started, from then on one.
        pods: what runs there.
    """

    types: tuple[MachineType, ...]
    pods: list[Pod] = field(default_factory=list)

    @property
    def cheapest(self) -> MachineType:
        """What it is, or what will be started."""
        types = [each for each in self.types if each.holds(self.pods)]
        return min(types, key=lambda each: (each.usd, each.name))

    def takes(self, pod: Pod, *, alone: bool) -> bool:
        """Tell whether one more pod fits; with `alone`, also beside those of its own name."""
        if alone and pod.spread and any(other.name == pod.name for other in self.pods):
            return False
        return any(each.holds([*self.pods, pod]) for each in self.types)


def machine_types(pool: NodePoolConfig) -> list[MachineType]:
    """Return the types that a pool may start and whose price is known.

    Raises:
        ConsoleError: there is none, or the pool buys spot only, whose price nobody knows.
    """
    with MACHINES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    types = [
        MachineType(
            name=row["name"],
            usd=float(row["usd"]),
            vcpus=int(row["vcpus"]),
            cpu=float(row["pods_cpu_millicores"]),
            memory=float(row["pods_memory_mib"]),
        )
        for row in rows
    ]
    allowed = [each for each in types if _allowed(each, pool)]
    if not allowed or "on-demand" not in pool.capacity_types:
        raise ConsoleError(f"{MACHINES.name} has no price of the machines that a pool may start")
    return allowed


def _allowed(each: MachineType, pool: NodePoolConfig) -> bool:
    family = each.name.partition(".")[0]
    category, generation, *_ = re.split(r"(\d+)", family)
    return (
        category in pool.instance_categories
        and int(generation) >= pool.min_instance_generation
        and each.vcpus <= pool.max_instance_cpu
        and (not pool.instance_families or family in pool.instance_families)
    )


def started(
    waves: Iterable[Sequence[Pod]], types: Sequence[MachineType], present: Sequence[Machine] = ()
) -> list[Machine]:
    """Return the machines after pods came in waves, each waiting for the one before.

    Room that is there is used first; for the others Karpenter fills a machine with the largest
    pods first and starts the cheapest that holds them. What would rather be alone gets a machine of
    its own then: karpenter.sh/docs/concepts/scheduling, "Preferences".

    Args:
        waves: pods, by when they come.
        types: what may be started.
        present: machines that run already.

    Raises:
        ConsoleError: a pod is larger than every machine.
    """
    running = [Machine(each.types, [*each.pods]) for each in present]
    for wave in waves:
        waiting = [pod for pod in _by_size(wave) if not _placed(pod, running, alone=False)]
        new: list[Machine] = []
        for pod in waiting:
            if _placed(pod, new, alone=True):
                continue
            if not any(each.holds([pod]) for each in types):
                raise ConsoleError(f"{pod.name} is larger than every machine of {pod.pool}")
            new.append(Machine(tuple(types), [pod]))
        running += [Machine((each.cheapest,), each.pods) for each in new]
    return running


def _by_size(pods: Iterable[Pod]) -> list[Pod]:
    return sorted(pods, key=lambda pod: (-pod.cpu, -pod.memory, pod.name))


def _placed(pod: Pod, machines: Iterable[Machine], *, alone: bool) -> bool:
    for machine in sorted(machines, key=lambda each: len(each.pods)):
        if machine.takes(pod, alone=alone):
            machine.pods.append(pod)
            return True
    return False


def consolidated(machines: Sequence[Machine], types: Sequence[MachineType]) -> list[Machine]:
    """Return what is left after Karpenter replaced machines by at most one that is cheaper.

    A machine with a pod that forbids it stays: karpenter.sh/docs/concepts/disruption.
    """
    movable = [each for each in machines if not any(pod.pinned for pod in each.pods)]
    for size in range(len(movable), 0, -1):
        for leaving in combinations(movable, size):
            after = _without(machines, leaving, types)
            if after is not None and price(after) < price(machines):
                return consolidated(after, types)
    return list(machines)


def _without(
    machines: Sequence[Machine], leaving: Sequence[Machine], types: Sequence[MachineType]
) -> list[Machine] | None:
    staying = [
        Machine(each.types, [*each.pods])
        for each in machines
        if not any(each is o for o in leaving)
    ]
    pods = _by_size(pod for each in leaving for pod in each.pods)
    waiting = [pod for pod in pods if not _placed(pod, staying, alone=True)]
    new = started([waiting], types)
    return [*staying, *new] if len(new) <= 1 else None


def price(machines: Iterable[Machine]) -> float:
    """Return what an hour of all of them costs, in USD."""
    return sum(each.cheapest.usd for each in machines)
