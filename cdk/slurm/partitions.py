"""The partitions that Slurm gets: each queue of the settings over its preset, with its sibling."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML

from cdk.slurm.queue_config import SIBLING, ComputeResourceConfig, QueueConfig

PRESETS = Path(__file__).parents[2] / "parallelcluster" / "queues"


@dataclass(frozen=True)
class Partition:
    """One partition of Slurm, which ParallelCluster calls a queue.

    Attributes:
        name: such as `cpu-ondemand`.
        queue: the queue of the settings that it belongs to, such as `cpu`.
        capacity_type: what its nodes are paid by.
        compute_resources: its machines, by name; at least one.
        max_hours: after which a job is ended, None without limit.
        root_volume_size_gib: the disk of each node.
    """

    name: str
    queue: str
    capacity_type: Literal["SPOT", "ONDEMAND"]
    compute_resources: Mapping[str, ComputeResourceConfig]
    max_hours: int | None
    root_volume_size_gib: int


def partitions(queues: Mapping[str, QueueConfig]) -> list[Partition]:
    """Return the partitions of some queues in their order; the first is Slurm's default."""
    found: list[Partition] = []
    for name, queue in queues.items():
        machines = compute_resources(name, queue)
        if queue.spot:
            found.append(_partition(name, name, "SPOT", queue, machines))
            # Nodes that run day and night are those of the queue itself.
            machines = {
                key: each.model_copy(update={"min_nodes": 0}) for key, each in machines.items()
            }
        own_name = f"{name}{SIBLING}" if queue.spot else name
        found.append(_partition(own_name, name, "ONDEMAND", queue, machines))
    return found


def compute_resources(name: str, queue: QueueConfig) -> dict[str, ComputeResourceConfig]:
    """Return a queue's machines: those of its preset, and its own; empty if it has neither."""
    inherited = presets().get(queue.preset or name, {})
    if queue.max_nodes is not None:
        changed = {"max_nodes": queue.max_nodes}
        inherited = {key: each.model_copy(update=changed) for key, each in inherited.items()}
    merged = {**inherited, **queue.compute_resources}
    return {key: each for key, each in merged.items() if each is not None}


@cache
def presets() -> dict[str, dict[str, ComputeResourceConfig]]:
    """Return the compute resources of each file in `parallelcluster/queues/`, by its name."""
    yaml = YAML(typ="safe")
    return {
        path.stem: {
            name: ComputeResourceConfig.model_validate(each)
            for name, each in yaml.load(path)["compute_resources"].items()
        }
        for path in sorted(PRESETS.glob("*.yaml"))
    }


def _partition(
    name: str,
    queue_name: str,
    capacity_type: Literal["SPOT", "ONDEMAND"],
    queue: QueueConfig,
    machines: Mapping[str, ComputeResourceConfig],
) -> Partition:
    return Partition(
        name=name,
        queue=queue_name,
        capacity_type=capacity_type,
        compute_resources=machines,
        max_hours=queue.max_hours,
        root_volume_size_gib=queue.root_volume_size_gib,
    )
