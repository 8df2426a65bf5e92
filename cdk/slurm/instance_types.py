"""The types of machines that nodes of a Slurm cluster can have: their cores, memory and GPUs."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

INSTANCE_TYPES = Path(__file__).with_name("instance_types.csv")

Architecture = Literal["x86_64", "arm64"]


@dataclass(frozen=True, slots=True)
class InstanceType:
    """One type of machine, as EC2 describes it in us-east-1; not every region and zone has it.

    Attributes:
        name: such as `m7i.4xlarge`.
        vcpus: its virtual cores.
        cores: its physical cores; half of the vCPUs where each runs two threads.
        memory_mib: all its memory in MiB; ParallelCluster gives Slurm's jobs 95 % of it.
        architecture: what its programs are compiled for.
        gpus: how many GPUs it has, 0 for most.
        gpu_manufacturer: `nvidia`, or None without a GPU.
        efa: whether it has AWS's fast network for MPI.
        nvme: whether it has local disks, which are fast, free, and gone with the machine.
        spot: whether it can be had on spot.
    """

    name: str
    vcpus: int
    cores: int
    memory_mib: int
    architecture: Architecture
    gpus: int
    gpu_manufacturer: str | None
    efa: bool
    nvme: bool
    spot: bool


@cache
def instance_types() -> dict[str, InstanceType]:
    """Return every type that is known, by its name: families by name, small ones first."""
    with INSTANCE_TYPES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {row["type"]: _instance_type(row) for row in rows}


def _instance_type(row: dict[str, str]) -> InstanceType:
    return InstanceType(
        name=row["type"],
        vcpus=int(row["vcpus"]),
        cores=int(row["cores"]),
        memory_mib=int(row["memory_mib"]),
        architecture=cast("Architecture", row["architecture"]),
        gpus=int(row["gpus"]),
        gpu_manufacturer=row["gpu_manufacturer"] or None,
        efa=row["efa"] == "true",
        nvme=row["nvme"] == "true",
        spot=row["spot"] == "true",
    )
