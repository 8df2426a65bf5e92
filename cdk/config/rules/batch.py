"""Rules between Batch, the network, and the projects that submit jobs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cdk.settings import Problem

if TYPE_CHECKING:
    from cdk.config.lab import LabConfig

# What a machine asks of AWS before it runs its first job, and while it does:
# docs.aws.amazon.com/batch/latest/userguide/vpc-interface-endpoints.html
ENDPOINTS_OF_JOBS = (
    "ecr.api",
    "ecr.dkr",
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "logs",
)


def batch_problems(lab: "LabConfig") -> Iterator[Problem]:
    """Yield what keeps jobs from being submitted, started, or finished."""
    yield from _projects_without_queue(lab)
    if lab.batch is None:
        return
    yield from _network(lab)
    for name, project in lab.enabled_projects().items():
        if project.fan_out is None:
            continue
        enabled = lab.storage.buckets.enabled()
        if not any(access == "write" and data in enabled for data, access in project.data):
            yield Problem(
                path=("projects", name, "fan_out"),
                message="has nowhere to write results: the project may write in no bucket",
                hint="set `results: write` in its data, or remove this",
                related=(("projects", name, "data"), ("storage", "buckets")),
            )


def _projects_without_queue(lab: "LabConfig") -> Iterator[Problem]:
    for name, project in lab.enabled_projects().items():
        if project.fan_out is not None and lab.batch is None:
            yield Problem(
                path=("projects", name, "fan_out"),
                message="needs job queues, and the lab has none",
                hint="give the lab some with `batch: {image: ...}`, or remove this",
                related=(("batch",),),
            )


def _network(lab: "LabConfig") -> Iterator[Problem]:
    network = lab.network
    if network.existing_vpc is not None or network.nat != "none":
        return
    missing = [name for name in ENDPOINTS_OF_JOBS if name not in network.interface_endpoints]
    if missing:
        yield Problem(
            path=("network", "nat"),
            message="keeps the machines of jobs from joining their cluster (got none)",
            hint=f"set `nat: one`, or add {', '.join(missing)} to network.interface_endpoints",
            related=(("batch",), ("network", "interface_endpoints")),
        )
