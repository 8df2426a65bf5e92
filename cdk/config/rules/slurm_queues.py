"""Rules between queues of the Slurm cluster, the head node that manages them, and notebooks."""

from collections.abc import Iterator

from cdk.nearest import nearest
from cdk.settings import Path, Problem
from cdk.slurm.cluster_rules import MOST_QUEUES
from cdk.slurm.config import SlurmConfig
from cdk.slurm.instance_types import instance_types
from cdk.slurm.partitions import Partition, compute_resources, partitions, presets
from cdk.slurm.queue_config import QueueConfig

JOBS_SHARE = 0.95
"""The part of a node's memory that ParallelCluster gives to jobs."""

_QUEUES = ("slurm", "queues")


def queue_problems(slurm: SlurmConfig) -> Iterator[Problem]:
    """Yield what ParallelCluster or Slurm would refuse, or keep waiting for ever."""
    queues = slurm.enabled_queues()
    yield from _without_machines(slurm)
    if any(not compute_resources(name, queue) for name, queue in queues.items()):
        # What the cluster would have is not known.
        return
    found = partitions(queues)
    too_many = [*_too_many(found)]
    yield from too_many
    if not too_many:
        yield from _head_node(slurm, found)
    yield from _notebook(slurm, found)


def _without_machines(slurm: SlurmConfig) -> Iterator[Problem]:
    for name, queue in slurm.enabled_queues().items():
        preset = presets().get(queue.preset or name)
        if preset is None and queue.max_nodes is not None:
            yield Problem(
                path=(*_QUEUES, name, "max_nodes"),
                message=f"is about machines of a preset, and the queue has none "
                f"(got {queue.max_nodes})",
                hint="write it into each of its compute resources, or name a preset",
                related=((*_QUEUES, name, "preset"),),
            )
        yield from _left_out(name, queue)
        if compute_resources(name, queue):
            continue
        if preset is None and not queue.compute_resources:
            message = "has no machines, as no preset has its name"
            hint = f"{nearest(name, presets())}; or write `preset` or `compute_resources` into it"
        else:
            message = "has no machines left, as all its compute resources are null"
            hint = "keep one, or set the queue to null"
        yield Problem(
            path=(*_QUEUES, name),
            message=message,
            hint=hint,
            related=((*_QUEUES, name, "compute_resources"), (*_QUEUES, name, "preset")),
        )


def _left_out(name: str, queue: QueueConfig) -> Iterator[Problem]:
    """Yield names that are almost those of a preset; others may be of another file of the lab."""
    preset = presets().get(queue.preset or name, {})
    for key, machines in queue.compute_resources.items():
        hint = nearest(key, preset)
        if machines is None and key not in preset and hint.startswith("did you mean"):
            yield Problem(
                path=(*_QUEUES, name, "compute_resources", key),
                message=f"leaves out what the preset does not have (got {key})",
                hint=hint,
                related=((*_QUEUES, name, "preset"),),
                warning=True,
            )


def _too_many(found: list[Partition]) -> Iterator[Problem]:
    machines = sum(len(partition.compute_resources) for partition in found)
    spot = sum(partition.capacity_type == "SPOT" for partition in found)
    siblings = f", {spot} of them siblings on demand" if spot else ""
    if len(found) > MOST_QUEUES:
        yield Problem(
            path=_QUEUES,
            message=f"are more than a cluster can have (got {len(found)} partitions{siblings}, "
            f"at most {MOST_QUEUES})",
            hint="put machines into fewer queues, or set `spot: false` where it is not needed",
        )
    elif machines > MOST_QUEUES:
        yield Problem(
            path=_QUEUES,
            message="hold more compute resources than a cluster can have (got "
            f"{machines}, at most {MOST_QUEUES}, counted once more for a sibling on demand)",
            hint="leave some out, or set `spot: false` where it is not needed",
        )


def _head_node(slurm: SlurmConfig, found: list[Partition]) -> Iterator[Problem]:
    """Yield a head node that ParallelCluster finds too small: HeadNodeMemorySizeValidator."""
    nodes = sum(each.max_nodes for one in found for each in one.compute_resources.values())
    has_gib = instance_types()[slurm.head_node.instance_type].memory_mib / 1024
    needs_gib = min(nodes / 25 + 0.6, 16)
    if has_gib < needs_gib:
        at = ("slurm", "head_node", "instance_type")
        # Nobody has written the default: what can be lowered is where the most nodes are.
        written = "instance_type" in slurm.head_node.model_fields_set
        yield Problem(
            path=at if written else _most_nodes(slurm, found),
            message=f"{'has' if written else 'leaves the head node'} too little memory for {nodes} "
            f"nodes (got {slurm.head_node.instance_type} with {has_gib:g} GiB, at least "
            f"{needs_gib:.1f})",
            hint="take a larger type, or lower max_nodes"
            if written
            else "lower it, or take a larger `head_node: {instance_type: ...}`",
            related=(_QUEUES, at),
        )


def _most_nodes(slurm: SlurmConfig, found: list[Partition]) -> Path:
    """Return the setting that makes the largest number of nodes."""
    _, queue, resource = max(
        (each.max_nodes, one.queue, name)
        for one in found
        for name, each in one.compute_resources.items()
    )
    if resource in slurm.enabled_queues()[queue].compute_resources:
        return (*_QUEUES, queue, "compute_resources", resource, "max_nodes")
    return (*_QUEUES, queue, "max_nodes")


def _notebook(slurm: SlurmConfig, found: list[Partition]) -> Iterator[Problem]:
    notebook, at = slurm.notebook, ("slurm", "notebook")
    by_name = {partition.name: partition for partition in found}
    first = next((each for each in found if each.capacity_type == "ONDEMAND"), None)
    partition = by_name.get(notebook.partition) if notebook.partition else first
    if partition is None:
        if notebook.partition:
            yield Problem(
                path=(*at, "partition"),
                message=f"names no partition of the cluster (got {notebook.partition})",
                hint=nearest(notebook.partition, by_name),
                related=(_QUEUES,),
            )
        return
    yield from _notebook_fits(slurm, partition, at)
    if partition.max_hours is not None and notebook.hours > partition.max_hours:
        yield Problem(
            path=(*at, "hours"),
            message=f"is more than {partition.name} gives a job, so notebooks would never start "
            f"(got {notebook.hours}, at most {partition.max_hours})",
            hint=f"lower it, or raise max_hours of the queue {partition.queue}",
            related=(_QUEUES, (*at, "partition")),
        )


def _notebook_fits(slurm: SlurmConfig, partition: Partition, at: Path) -> Iterator[Problem]:
    known, notebook = instance_types(), slurm.notebook
    sizes = []
    for machines in partition.compute_resources.values():
        types = [known[name] for name in machines.instance_types]
        memory_mib = min(each.memory_mib for each in types)
        sizes.append((types[0].vcpus, int(memory_mib * JOBS_SHARE / 1024)))
    wanted = {"cores": notebook.cores, "memory_gib": notebook.memory_gib}
    most = {"cores": max(s[0] for s in sizes), "memory_gib": max(s[1] for s in sizes)}
    beyond = [field for field, amount in wanted.items() if amount > most[field]]
    related = (_QUEUES, (*at, "partition"))
    for field in beyond:
        yield Problem(
            path=(*at, field),
            message=f"is more than any node of {partition.name} has for a job "
            f"(got {wanted[field]}, at most {most[field]})",
            hint="lower it, or name another in `partition`",
            related=related,
        )
    fits = any(notebook.cores <= cores and notebook.memory_gib <= gib for cores, gib in sizes)
    if not beyond and not fits:
        yield Problem(
            path=at,
            message=f"wants {notebook.cores} cores with {notebook.memory_gib} GiB, which no node "
            f"of {partition.name} has together",
            hint="lower one of them, or name another in `partition`",
            related=related,
        )
