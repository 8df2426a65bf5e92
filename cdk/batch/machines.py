"""The machines that AWS Batch may start: sizes, prices, and how often spot takes them away."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import Literal, NamedTuple, cast

MACHINES = Path(__file__).with_name("machines.csv")

USABLE_MEMORY = 0.92
"""Share of a machine's memory that a job may ask for.

The kernel keeps about 3 %: 7,985 of 8,192 MiB are left on the m4.large of AWS's page, 31,672 of
32,768 on an r5d.xlarge (ASFHyP3/hyp3#582), 97 % in general (meta-pytorch/torchx#645). Of the rest
the page recommends to keep 5 % for the ECS agent and the system: 0.97 * 0.95. A job that asks for
more than a machine has waits until Batch starts a larger one, or for ever.
docs.aws.amazon.com/batch/latest/userguide/memory-management.html and ecs-reserved-memory.html."""

Interruption = Literal["<5%", "5-10%", "10-15%", "15-20%", ">20%"]
"""Share of the machines of a type that spot took away within a month."""


@dataclass(frozen=True, slots=True)
class Machine:
    """One type of machine in one region.

    Attributes:
        instance_type: such as `m7i.4xlarge`.
        family: such as `m7i`.
        vcpus: its virtual cores.
        memory_gib: all its memory; a job may ask for `USABLE_MEMORY` of it.
        gpus: NVIDIA GPUs, 0 for most.
        nvme: whether it has local disks, which are fast, free, and gone with the machine.
        on_demand_usd: price of an hour, None if it is not known in the region.
        spot_usd: estimated price of an hour on spot, None if it is not known.
        interruption: how often spot takes it away, None if it is not known.
    """

    instance_type: str
    family: str
    vcpus: int
    memory_gib: float
    gpus: int
    nvme: bool
    on_demand_usd: float | None
    spot_usd: float | None
    interruption: Interruption | None


class Family(NamedTuple):
    """What the machines of a family have in common, and the vCPUs of the largest."""

    gib_per_vcpu: float
    nvme: bool
    gpu: bool
    max_vcpus: int


class FamilyRate(NamedTuple):
    """What one vCPU of a family costs an hour: the median over its sizes, None if unknown."""

    family: str
    gib_per_vcpu: float
    max_vcpus: int
    on_demand_usd: float | None
    spot_usd: float | None


@cache
def families() -> dict[str, Family]:
    """Return every family that is known, by its name."""
    by_family: dict[str, list[Machine]] = {}
    for machine in _without_prices().values():
        by_family.setdefault(machine.family, []).append(machine)
    return {
        name: Family(
            gib_per_vcpu=machines[0].memory_gib / machines[0].vcpus,
            nvme=machines[0].nvme,
            gpu=machines[0].gpus > 0,
            max_vcpus=max(machine.vcpus for machine in machines),
        )
        for name, machines in sorted(by_family.items())
    }


def machines_of(names: Iterable[str], region: str) -> list[Machine]:
    """Return the machines of some families, smallest first; unknown families have none.

    A type that is not known in the region comes without prices.
    """
    known = {**_without_prices(), **_by_region().get(region, {})}
    wanted = set(names)
    found = (machine for machine in known.values() if machine.family in wanted)
    return sorted(found, key=lambda machine: (machine.vcpus, machine.instance_type))


def largest(names: Iterable[str], region: str) -> Machine | None:
    """Return the machine with the most memory, and of these with the most vCPUs; None without."""
    return max(
        machines_of(names, region),
        key=lambda machine: (machine.memory_gib, machine.vcpus, machine.instance_type),
        default=None,
    )


def gpu_machines(names: Iterable[str], region: str) -> list[Machine]:
    """Return the machines of some families that have GPUs, smallest first."""
    return [machine for machine in machines_of(names, region) if machine.gpus]


def family_rates(names: Iterable[str], region: str) -> list[FamilyRate]:
    """Return what one vCPU of each known family costs an hour in a region."""
    wanted = set(names)
    rates = []
    for name, family in families().items():
        if name not in wanted:
            continue
        machines = machines_of([name], region)
        rates.append(
            FamilyRate(
                family=name,
                gib_per_vcpu=family.gib_per_vcpu,
                max_vcpus=family.max_vcpus,
                on_demand_usd=_rate((each.on_demand_usd, each.vcpus) for each in machines),
                spot_usd=_rate((each.spot_usd, each.vcpus) for each in machines),
            )
        )
    return rates


def prices_note(region: str) -> str:
    """Say, in a sentence for people, where the prices of a region are from and how old they are."""
    rows = [row for row in _rows() if row["region"] == region]
    if not rows:
        return f"no prices known in {region}"
    exact = sorted({row["on_demand_date"] for row in rows if row["on_demand_method"] == "exact"})
    dates = exact[0] if len(exact) == 1 else f"{exact[0]} to {exact[-1]}"
    derived = sum(row["on_demand_method"] == "derived" for row in rows)
    parts = f", {derived} of {len(rows)} derived from us-east-1" if derived else ""
    return (
        f"{region}: on demand AWS Price List of {dates}{parts}; "
        f"spot estimated from the AWS Spot Instance Advisor of {rows[0]['spot_date']}, "
        "of which real ones were 15 % off in the median, and from 56 % below to 51 % above"
    )


def _rate(prices: Iterable[tuple[float | None, int]]) -> float | None:
    known = [usd / vcpus for usd, vcpus in prices if usd is not None]
    return round(median(known), 5) if known else None


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with MACHINES.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(line for line in file if not line.startswith("#")))


@cache
def _by_region() -> dict[str, dict[str, Machine]]:
    known: dict[str, dict[str, Machine]] = {}
    for row in _rows():
        machine = _machine(row)
        known.setdefault(row["region"], {})[machine.instance_type] = machine
    return known


@cache
def _without_prices() -> dict[str, Machine]:
    nothing = {"on_demand_usd": "", "spot_usd": "", "interruption": ""}
    return {row["instance_type"]: _machine({**row, **nothing}) for row in _rows()}


def _machine(row: dict[str, str]) -> Machine:
    return Machine(
        instance_type=row["instance_type"],
        family=row["instance_type"].partition(".")[0],
        vcpus=int(row["vcpus"]),
        memory_gib=float(row["memory_gib"]),
        gpus=int(row["gpus"]),
        nvme=row["nvme"] == "true",
        on_demand_usd=float(row["on_demand_usd"]) if row["on_demand_usd"] else None,
        spot_usd=float(row["spot_usd"]) if row["spot_usd"] else None,
        interruption=cast("Interruption", row["interruption"]) if row["interruption"] else None,
    )
