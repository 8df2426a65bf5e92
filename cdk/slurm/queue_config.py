"""Settings of one Slurm queue and the machines in it."""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cdk.nearest import nearest
from cdk.settings import FREE, Path, Problem, Settings
from cdk.slurm.instance_types import instance_types
from cdk.types import refuse

SIBLING = "-ondemand"
"""How the name of a spot queue's sibling on demand ends."""

LONGEST_NAME = 25 - len(SIBLING)
"""ParallelCluster takes names of queues up to 25 signs."""

_LONGEST_HINT = 200


def _queue_name(value: str) -> str:
    example = f"a letter, then lower-case letters, digits, single hyphens, 1 to {LONGEST_NAME}"
    if not re.fullmatch(r"[a-z](-?[a-z0-9])*", value, re.ASCII) or len(value) > LONGEST_NAME:
        raise refuse("cannot be the name of a queue", example)
    if value == "default" or value.endswith(SIBLING):
        raise refuse("is a name that the cluster makes itself", "choose another")
    return value


def _instance_type(value: str) -> str:
    known = instance_types()
    if value in known:
        return value
    family = f"{value.partition('.')[0]}."
    usable = [name for name, each in known.items() if each.architecture == "x86_64"]
    hint = nearest(value, [name for name in usable if name.startswith(family)] or usable)
    if len(hint) > _LONGEST_HINT:  # there are more than a thousand types
        hint = "for example m7i.2xlarge, c7i.4xlarge, r7i.8xlarge, or g6.2xlarge with a GPU"
    raise refuse("is no type of machine that is known here", hint)


def _compute_resource_name(value: str) -> str:
    if not re.fullmatch(r"[a-z](-?[a-z0-9])*", value, re.ASCII) or len(value) > LONGEST_NAME:
        example = f"a letter, then lower-case letters, digits, single hyphens, 1 to {LONGEST_NAME}"
        raise refuse("cannot be the name of a compute resource", example)
    if value == "default":
        raise refuse("is a name that ParallelCluster forbids", "choose another")
    return value


def x86_64_only(path: Path, names: Iterable[str]) -> Iterator[Problem]:
    """Yield types of machines that the software of nodes is not made for."""
    wrong = [name for name in names if instance_types()[name].architecture != "x86_64"]
    if wrong:
        yield Problem(
            path=path,
            message=f"has ARM processors (got {', '.join(wrong)})",
            hint="the software of nodes is for x86_64: m7i, m7a, c7i, r7i",
        )


QueueName = Annotated[str, AfterValidator(_queue_name)]
PartitionName = Annotated[str, Field(pattern=r"^[a-z](-?[a-z0-9])*$", max_length=25)]
ComputeResourceName = Annotated[str, AfterValidator(_compute_resource_name)]
NodeType = Annotated[str, AfterValidator(_instance_type)]
Preset = Literal["cpu", "highmem", "gpu"]


class ComputeResourceConfig(Settings):
    """Machines of one size, of which a queue may start some."""

    instance_types: Annotated[tuple[NodeType, ...], FREE] = Field(
        strict=False, min_length=1, examples=[["m6i.4xlarge", "m7i.4xlarge"]]
    )
    """Types that may be started, all with as many vCPUs and GPUs and of one architecture. The more,
    the less often spot has none. A type can be added at any time; ParallelCluster takes one away
    only while all compute nodes are stopped."""
    min_nodes: Annotated[int, FREE] = Field(0, ge=0, le=1000, examples=[1])
    """Nodes that run day and night. Default 0. DANGER: they cost money without jobs. In a queue
    with spot they are on spot. Raise `max_nodes` by as many; ParallelCluster lowers it only while
    all compute nodes are stopped."""
    max_nodes: Annotated[int, FREE] = Field(10, ge=1, le=1000, examples=[20])
    """Most nodes, on spot and on demand each. Default 10. It can be raised at any time;
    ParallelCluster lowers it only while all compute nodes are stopped."""

    def problems(self) -> Iterator[Problem]:
        """Check that the numbers have room, and that one node can take the place of another."""
        if self.min_nodes > self.max_nodes:
            yield Problem(
                path=("min_nodes",),
                message=f"is above max_nodes (got {self.min_nodes} and {self.max_nodes})",
                hint="lower it, or raise max_nodes",
                related=(("max_nodes",),),
            )
        known = instance_types()
        for name in sorted({t for t in self.instance_types if self.instance_types.count(t) > 1}):
            yield Problem(
                path=("instance_types",), message=f"names {name} twice", hint="name each once"
            )
        for what in ("architecture", "vcpus", "gpus"):
            found = {name: getattr(known[name], what) for name in self.instance_types}
            if len(set(found.values())) > 1:
                told = ", ".join(f"{name} {value}" for name, value in sorted(found.items()))
                yield Problem(
                    path=("instance_types",),
                    message=f"are not alike in {what} (got {told})",
                    hint="make a compute resource for each kind",
                )
        yield from x86_64_only(("instance_types",), self.instance_types)


class QueueConfig(Settings):
    """A queue: on spot with a sibling on demand, or on demand alone."""

    preset: Annotated[Preset | None, FREE] = Field(None, examples=["cpu"])
    """What the queue starts from: `cpu`, `highmem` or `gpu`. Default: the preset of the queue's own
    name, otherwise none. `parallelcluster/queues/` has them."""
    spot: Annotated[bool, FREE] = Field(default=True, examples=[False])
    """Run on spot, at some 60 to 70 % less, with a sibling queue on demand. Default true: Slurm
    starts a job again whose node was reclaimed. False makes one queue, on demand."""
    compute_resources: Annotated[dict[ComputeResourceName, ComputeResourceConfig | None], FREE] = (
        Field(default={}, examples=[{"c16": {"instance_types": ["m6i.4xlarge", "m7i.4xlarge"]}}])
    )
    """Machines, by a name of your choice, beside those of the preset; `null` leaves one out."""
    max_nodes: Annotated[int | None, FREE] = Field(None, ge=1, le=1000, examples=[20])
    """Most nodes of each compute resource of the preset. Default: what the preset says. It can be
    raised at any time; ParallelCluster lowers it only while all compute nodes are stopped."""
    max_hours: Annotated[int | None, FREE] = Field(None, ge=1, le=8760, examples=[72])
    """Hours after which a job of the queue is ended. Default none."""
    root_volume_size_gib: Annotated[int, FREE] = Field(100, ge=60, le=16_000, examples=[500])
    """Size of each node's encrypted gp3 disk in GiB. Default 100."""

    def problems(self) -> Iterator[Problem]:
        """Check that machines on spot are to be had there."""
        for name, machines in self.compute_resources.items() if self.spot else ():
            types = machines.instance_types if machines else ()
            never = [each for each in types if not instance_types()[each].spot]
            if never:
                yield Problem(
                    path=("compute_resources", name, "instance_types"),
                    message=f"are never on spot (got {', '.join(never)})",
                    hint="set `spot: false` for this queue, or name other types",
                    related=(("spot",),),
                )
