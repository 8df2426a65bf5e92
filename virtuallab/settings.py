"""What the lab tells a project about its fan-out: one SSM parameter, written by its deployment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from virtuallab.sizes import Host


@dataclass(frozen=True)
class Settings:
    """What a project may use, and what a run gets that says nothing else.

    Attributes:
        state_machine_arn: what starts and follows the jobs.
        log_group: where the jobs' output goes.
        folders: the project's folder of each data class, as `s3://bucket/prefix/`.
        writable: the data classes that results may go to.
        max_concurrency: jobs at once.
        max_failures: failed folders after which a run stops.
        timeout_minutes: after which an attempt is stopped.
        memory_factor: how much more memory the second size has.
        vcpu_factor: how many more vCPUs the second size has.
        hosts: what jobs without a GPU run on.
        gpu_hosts: what jobs with GPUs run on; empty where the lab has none.
        vcpus: that may run at once, on spot and on demand together.
        gpu_vcpus: the same of machines with GPUs; None where the lab does not say it.
        prices: source and date of the prices.
    """

    state_machine_arn: str
    log_group: str
    folders: Mapping[str, str]
    writable: tuple[str, ...]
    max_concurrency: int
    max_failures: int
    timeout_minutes: float
    memory_factor: float
    vcpu_factor: float
    hosts: tuple[Host, ...]
    gpu_hosts: tuple[Host, ...]
    vcpus: int
    gpu_vcpus: int | None
    prices: str

    @classmethod
    def from_json(cls, text: str) -> "Settings":
        """Read the parameter's value."""
        value: dict[str, Any] = json.loads(text)
        limits = value["max_vcpus"]
        usable, most = value["usable_memory"], max(limits["spot"], limits["on_demand"])
        return cls(
            state_machine_arn=value["state_machine_arn"],
            log_group=value["log_group"],
            folders=value["folders"],
            writable=tuple(value["writable"]),
            max_concurrency=value["max_concurrency"],
            max_failures=value["max_failures"],
            timeout_minutes=value["timeout_minutes"],
            memory_factor=value["escalation"]["memory_factor"],
            vcpu_factor=value["escalation"]["vcpu_factor"],
            hosts=tuple(_family(each, usable, most) for each in value["machines"]),
            gpu_hosts=tuple(_gpu_machine(each, usable) for each in value["gpu_machines"]),
            vcpus=limits["spot"] + limits["on_demand"],
            gpu_vcpus=limits.get("gpu"),
            prices=value["prices"],
        )

    def hosts_for(self, gpus: int) -> tuple[Host, ...]:
        """Return what jobs with so many GPUs may run on."""
        return self.gpu_hosts if gpus else self.hosts

    def vcpus_for(self, gpus: int) -> int | None:
        """Return the ceiling of vCPUs for jobs with so many GPUs; None where it is unknown."""
        return self.gpu_vcpus if gpus else self.vcpus


def _family(machine: Mapping[str, Any], usable: float, most_vcpus: int) -> Host:
    # A machine with more vCPUs than the lab's ceiling is never started.
    vcpus = min(machine["max_vcpus"], most_vcpus)
    return Host(
        name=machine["family"],
        vcpus=vcpus,
        memory_mib=int(vcpus * machine["gib_per_vcpu"] * 1024 * usable),
        gpus=0,
        on_demand_usd=_times(machine["on_demand_usd"], vcpus),
        spot_usd=_times(machine["spot_usd"], vcpus),
    )


def _gpu_machine(machine: Mapping[str, Any], usable: float) -> Host:
    return Host(
        name=machine["type"],
        vcpus=machine["vcpus"],
        memory_mib=int(machine["memory_gib"] * 1024 * usable),
        gpus=machine["gpus"],
        on_demand_usd=machine["on_demand_usd"],
        spot_usd=machine["spot_usd"],
    )


def _times(usd: float | None, vcpus: int) -> float | None:
    return None if usd is None else usd * vcpus
