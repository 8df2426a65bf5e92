"""Sizes of jobs, and the machines that they fit on."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

_QUARTER = 256
"""MiB in a quarter of a GiB."""


@dataclass(frozen=True)
class Size:
    """What one attempt of a job asks for."""

    vcpus: int
    memory_mib: int
    gpus: int = 0

    def __str__(self) -> str:
        text = f"{self.vcpus} vCPU, {round(self.memory_mib / 1024, 2):g} GiB"
        return f"{text}, {self.gpus} GPU" if self.gpus else text


@dataclass(frozen=True)
class Host:
    """The largest machine of a family, or one machine with GPUs.

    Attributes:
        name: such as `m7i` or `g5.xlarge`.
        vcpus: that it has.
        memory_mib: that jobs may ask for; the rest is the machine's own.
        gpus: that it has.
        on_demand_usd: of the whole machine for an hour; None where it is unknown.
        spot_usd: the same on the spot market.
    """

    name: str
    vcpus: int
    memory_mib: int
    gpus: int
    on_demand_usd: float | None
    spot_usd: float | None

    def holds(self, size: Size) -> bool:
        """Tell whether a job fits."""
        return (
            size.vcpus <= self.vcpus
            and size.memory_mib <= self.memory_mib
            and size.gpus <= self.gpus
        )

    def share(self, size: Size) -> float:
        """Return which part of the machine a job takes, by whichever it takes most of.

        A family has machines of every size, so that parts are as small as the job; a machine with
        GPUs is taken by as many such jobs as fit side by side, whole ones.
        """
        part = max(size.vcpus / self.vcpus, size.memory_mib / self.memory_mib)
        if not size.gpus:
            return part
        return 1 / math.floor(1 / max(part, size.gpus / self.gpus) + 1e-9)


def occupied_vcpus(size: Size, hosts: Sequence[Host]) -> float:
    """Return how many of the lab's vCPUs a job keeps busy; much memory takes more than it asks."""
    return min(host.share(size) * host.vcpus for host in hosts if host.holds(size))


def second_size(
    first: Size, hosts: Sequence[Host], *, memory_factor: float, vcpu_factor: float
) -> tuple[Size, bool]:
    """Return the size of a second attempt, and whether a larger one was wanted than exists.

    Memory comes before vCPUs: most of what fails at the first size ran out of memory.

    Args:
        first: a size that fits one of the hosts.
        hosts: what there is.
        memory_factor: how much more memory is wanted.
        vcpu_factor: how many more vCPUs are wanted.
    """
    vcpus = math.ceil(first.vcpus * vcpu_factor)
    memory = math.ceil(first.memory_mib * memory_factor)
    able = [each for each in hosts if each.vcpus >= first.vcpus and each.gpus >= first.gpus]
    capped_memory = min(memory, max(each.memory_mib for each in able))
    large = [each for each in able if each.memory_mib >= capped_memory]
    capped_vcpus = min(vcpus, max(each.vcpus for each in large))
    second = Size(capped_vcpus, capped_memory, first.gpus)
    return second, (capped_vcpus, capped_memory) != (vcpus, memory)


def largest(hosts: Sequence[Host]) -> str:
    """Describe the largest jobs that fit, without those that another beats in everything."""
    # Rounded down, so that whoever asks for what is printed gets it.
    sizes = list(
        dict.fromkeys(
            Size(each.vcpus, each.memory_mib // _QUARTER * _QUARTER, each.gpus) for each in hosts
        )
    )
    best = [each for each in sizes if not any(_beats(other, each) for other in sizes)]
    return " or ".join(map(str, best))


def _beats(other: Size, size: Size) -> bool:
    return (
        other != size
        and other.vcpus >= size.vcpus
        and other.memory_mib >= size.memory_mib
        and other.gpus >= size.gpus
    )
