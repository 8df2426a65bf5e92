"""Settings of node pools: which machines the cluster may start, how many, when it stops them."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from cdk.settings import FREE, Problem, Settings

InstanceCategory = Literal["c", "m", "r", "t", "x", "z", "i", "d", "g", "p"]
CapacityType = Literal["on-demand", "spot"]
Consolidation = Literal["WhenEmpty", "WhenEmptyOrUnderutilized"]
InstanceFamily = Annotated[str, Field(pattern=r"^[a-z]+[0-9][a-z0-9-]*$")]

Vcpus = Annotated[int, Field(ge=2, le=192)]
VcpuLimit = Annotated[int, Field(ge=2, le=20000)]
MemoryLimitGib = Annotated[int, Field(ge=4, le=200000)]
DiskGib = Annotated[int, Field(ge=20, le=16384)]
Minutes = Annotated[int, Field(ge=1, le=1440)]

GIB_PER_CORE: dict[InstanceCategory, int] = {
    "c": 2,
    "m": 4,
    "t": 4,
    "r": 8,
    "x": 32,
    "z": 8,
    "i": 8,
    "d": 8,
    "g": 8,
    "p": 16,
}
"""The most memory a core has in each category: aws.amazon.com/ec2/instance-types, 2026-11."""
LONGEST_NODE_LIFE_HOURS = 21 * 24
"""After this many hours EKS Auto Mode replaces a node: docs.aws.amazon.com/eks/latest/userguide/
automode.html."""


class NodePoolConfig(Settings):
    """One node pool. Every pool starts machines when a pod waits, and has none without a pod."""

    instance_categories: Annotated[tuple[InstanceCategory, ...], FREE] = Field(
        ("c", "m", "r"), strict=False, min_length=1, examples=[["m", "r"]]
    )
    """First letters of the machine types: c has 2 GiB of memory a core, m has 4, r has 8, g and p
    have GPUs. Default `[c, m, r]`; the cheapest that fits the waiting pods is started."""
    instance_families: Annotated[tuple[InstanceFamily, ...], FREE] = Field(
        (), strict=False, examples=[["m7i", "r7i"]]
    )
    """Only these families of machine types. Default none: every family of the categories."""
    min_instance_generation: Annotated[int, FREE] = Field(5, ge=4, le=9, examples=[6])
    """The oldest generation of machines, such as 5 for m5. Default 5. More generations mean more
    places where spot capacity is found."""
    max_instance_cpu: Annotated[Vcpus, FREE] = Field(16, examples=[16])
    """Cores of the largest machine. Default 16. A pod that wants more waits for ever."""
    cpu_limit: Annotated[VcpuLimit, FREE] = Field(64, examples=[64])
    """Most cores of all machines of this pool together: a cap on its cost. Default 64."""
    memory_limit_gib: Annotated[MemoryLimitGib, FREE] = Field(512, examples=[512])
    """Most memory of all machines of this pool together, in GiB. Default 512."""
    capacity_types: Annotated[tuple[CapacityType, ...], FREE] = Field(
        ("on-demand",), strict=False, min_length=1, max_length=2, examples=[["spot", "on-demand"]]
    )
    """How machines are bought. `spot` is cheaper and may be taken away with two minutes of warning;
    with both, on-demand is used where there is no spot. Default `[on-demand]`."""
    ephemeral_storage_gib: Annotated[DiskGib, FREE] = Field(80, examples=[80])
    """Disk of each machine for images and temporary files, in GiB. Default 80. It costs 0.08 USD
    per GiB and month while the machine runs (gp3, us-east-1, 2026-11)."""
    consolidation: Annotated[Consolidation, FREE] = Field("WhenEmpty", examples=["WhenEmpty"])
    """When machines are stopped. `WhenEmpty`, the default, never moves a running pod;
    `WhenEmptyOrUnderutilized` also moves pods together, which restarts them."""
    consolidate_after_minutes: Annotated[Minutes, FREE] = Field(10, examples=[10])
    """How long a machine may be idle before it is stopped, in minutes. Default 10."""
    expire_after_hours: Annotated[int, FREE] = Field(336, ge=24, le=480, examples=[336])
    """Age at which a machine is replaced, for security updates, in hours. Default 336, two
    weeks."""
    termination_grace_hours: Annotated[int, FREE] = Field(24, ge=1, le=168, examples=[24])
    """How long pods may finish on a machine that is to be replaced, in hours. Default 24. DANGER:
    after that they are killed."""

    @property
    def largest_machine_gib(self) -> int:
        """Memory of the largest machine that the pool can start, in GiB."""
        per_core = max(GIB_PER_CORE[category] for category in self.instance_categories)
        return min(self.memory_limit_gib, self.max_instance_cpu * per_core)

    @property
    def largest_machine_cpu(self) -> int:
        """Cores of the largest machine that the pool can start."""
        return min(self.cpu_limit, self.max_instance_cpu)

    def problems(self) -> Iterator[Problem]:
        """Check that no list names a thing twice, and that a machine fits into its limits."""
        for field in ("instance_categories", "instance_families", "capacity_types"):
            values = getattr(self, field)
            for value in sorted({each for each in values if values.count(each) > 1}):
                yield Problem(path=(field,), message=f"names {value} twice", hint="name each once")
        life = self.expire_after_hours + self.termination_grace_hours
        if life > LONGEST_NODE_LIFE_HOURS:
            yield Problem(
                path=("expire_after_hours",),
                message=f"and the grace make a machine {life} hours old, and EKS ends it after "
                f"{LONGEST_NODE_LIFE_HOURS}",
                hint=f"{LONGEST_NODE_LIFE_HOURS - self.termination_grace_hours} or less",
                related=(("termination_grace_hours",),),
            )
        if self.cpu_limit < self.max_instance_cpu:
            yield Problem(
                path=("cpu_limit",),
                message=f"is below the largest machine (got {self.cpu_limit}, and "
                f"max_instance_cpu {self.max_instance_cpu})",
                hint="raise it, or lower max_instance_cpu",
                related=(("max_instance_cpu",),),
                warning=True,
            )


class SystemPoolConfig(NodePoolConfig):
    """The pool of what the cluster itself needs: the hub, the scheduler of Airflow, controllers."""

    max_instance_cpu: Annotated[Vcpus, FREE] = Field(8, examples=[8])
    """Cores of the largest machine. Default 8."""
    cpu_limit: Annotated[VcpuLimit, FREE] = Field(16, examples=[16])
    """Most cores of this pool. Default 16. This pool always runs: 69 USD a month for a lab with
    JupyterHub, 146 USD with Dask and Airflow too (us-east-1, 2026-07); see the guide for more."""
    memory_limit_gib: Annotated[MemoryLimitGib, FREE] = Field(64, examples=[64])
    """Most memory of this pool, in GiB. Default 64."""
    consolidation: Annotated[Consolidation, FREE] = Field(
        "WhenEmptyOrUnderutilized", examples=["WhenEmptyOrUnderutilized"]
    )
    """When machines are stopped. Default WhenEmptyOrUnderutilized: what runs here can be restarted,
    or says that it must not be."""

    def problems(self) -> Iterator[Problem]:
        """Check that the core of the cluster does not live on machines that are taken away."""
        yield from super().problems()
        if "spot" in self.capacity_types:
            yield Problem(
                path=("capacity_types",),
                message="lets AWS take away the machine of the hub, and with it every login",
                hint="set it to [on-demand]",
                warning=True,
            )


class GeneralPoolConfig(NodePoolConfig):
    """The pool of pods that name no other, such as web apps."""

    max_instance_cpu: Annotated[Vcpus, FREE] = Field(8, examples=[8])
    """Cores of the largest machine. Default 8."""
    cpu_limit: Annotated[VcpuLimit, FREE] = Field(32, examples=[32])
    """Most cores of this pool. Default 32."""
    memory_limit_gib: Annotated[MemoryLimitGib, FREE] = Field(256, examples=[256])
    """Most memory of this pool, in GiB. Default 256."""
    consolidation: Annotated[Consolidation, FREE] = Field(
        "WhenEmptyOrUnderutilized", examples=["WhenEmptyOrUnderutilized"]
    )
    """When machines are stopped. Default WhenEmptyOrUnderutilized, as web apps can be restarted."""


class NotebookPoolConfig(NodePoolConfig):
    """The pool of people's notebook and RStudio servers."""

    instance_categories: Annotated[tuple[InstanceCategory, ...], FREE] = Field(
        ("m", "r"), strict=False, min_length=1, examples=[["m", "r"]]
    )
    """First letters of the machine types. Default `[m, r]`: notebooks need memory more than
    cores."""
    max_instance_cpu: Annotated[Vcpus, FREE] = Field(32, examples=[32])
    """Cores of the largest machine. Default 32. The largest profile must fit into it."""
    cpu_limit: Annotated[VcpuLimit, FREE] = Field(128, examples=[256])
    """Most cores of this pool. Default 128. The next person waits when it is reached."""
    memory_limit_gib: Annotated[MemoryLimitGib, FREE] = Field(1024, examples=[2048])
    """Most memory of this pool, in GiB. Default 1024."""


class DaskPoolConfig(NodePoolConfig):
    """The pool of Dask workers and schedulers."""

    max_instance_cpu: Annotated[Vcpus, FREE] = Field(32, examples=[32])
    """Cores of the largest machine. Default 32."""
    cpu_limit: Annotated[VcpuLimit, FREE] = Field(256, examples=[512])
    """Most cores of this pool, for all people together. Default 256."""
    memory_limit_gib: Annotated[MemoryLimitGib, FREE] = Field(2048, examples=[4096])
    """Most memory of this pool, in GiB. Default 2048."""
    capacity_types: Annotated[tuple[CapacityType, ...], FREE] = Field(
        ("spot", "on-demand"),
        strict=False,
        min_length=1,
        max_length=2,
        examples=[["spot", "on-demand"]],
    )
    """How machines are bought. Default `[spot, on-demand]`: a lost worker is made again, and its
    work repeated. Schedulers ask for on-demand themselves."""
    consolidate_after_minutes: Annotated[Minutes, FREE] = Field(2, examples=[2])
    """How long a machine may be idle before it is stopped, in minutes. Default 2."""


class TasksPoolConfig(NodePoolConfig):
    """The pool of Airflow's tasks."""

    max_instance_cpu: Annotated[Vcpus, FREE] = Field(32, examples=[32])
    """Cores of the largest machine. Default 32."""
    cpu_limit: Annotated[VcpuLimit, FREE] = Field(128, examples=[256])
    """Most cores of this pool. Default 128."""
    memory_limit_gib: Annotated[MemoryLimitGib, FREE] = Field(1024, examples=[2048])
    """Most memory of this pool, in GiB. Default 1024."""
    consolidate_after_minutes: Annotated[Minutes, FREE] = Field(2, examples=[2])
    """How long a machine may be idle before it is stopped, in minutes. Default 2."""


class GpuPoolConfig(NodePoolConfig):
    """The pool of machines with NVIDIA GPUs. A new AWS account may start none: ask for quota."""

    instance_categories: Annotated[tuple[InstanceCategory, ...], FREE] = Field(
        ("g",), strict=False, min_length=1, examples=[["g"]]
    )
    """First letters of the machine types. Default `[g]`; p is for training large models."""
    instance_families: Annotated[tuple[InstanceFamily, ...], FREE] = Field(
        ("g4dn", "g5", "g6"), strict=False, examples=[["g5", "g6"]]
    )
    """Families of machine types. Default `[g4dn, g5, g6]`, from 0.53, 1.01 and 0.80 USD an hour
    (xlarge, us-east-1, 2026-07, without EKS Auto Mode's share)."""
    min_instance_generation: Annotated[int, FREE] = Field(4, ge=4, le=9, examples=[5])
    """The oldest generation of machines. Default 4, which is g4dn."""
    memory_limit_gib: Annotated[MemoryLimitGib, FREE] = Field(256, examples=[256])
    """Most memory of this pool, in GiB. Default 256."""
    ephemeral_storage_gib: Annotated[DiskGib, FREE] = Field(150, examples=[150])
    """Disk of each machine, in GiB. Default 150, as images with CUDA are large."""


class NodePoolsConfig(Settings):
    """The node pools, by what runs on them. `null` leaves a pool out; each has its own defaults."""

    system: Annotated[SystemPoolConfig, FREE] = Field(
        SystemPoolConfig(), examples=[{"cpu_limit": 16}]
    )
    """What the cluster itself needs. The only pool that runs with nobody logged in."""
    general: Annotated[GeneralPoolConfig | None, FREE] = Field(
        GeneralPoolConfig(), examples=[{"cpu_limit": 32}]
    )
    """Pods that name no pool, such as web apps."""
    notebook: Annotated[NotebookPoolConfig | None, FREE] = Field(
        NotebookPoolConfig(), examples=[{"cpu_limit": 256, "memory_limit_gib": 2048}]
    )
    """Notebook and RStudio servers of JupyterHub."""
    dask: Annotated[DaskPoolConfig | None, FREE] = Field(
        DaskPoolConfig(), examples=[{"cpu_limit": 512}]
    )
    """Workers and schedulers of Dask."""
    tasks: Annotated[TasksPoolConfig | None, FREE] = Field(
        TasksPoolConfig(), examples=[{"capacity_types": ["spot", "on-demand"]}]
    )
    """Tasks of Airflow. Spot suits tasks that Airflow may repeat."""
    gpu: Annotated[GpuPoolConfig | None, FREE] = Field(None, examples=[{"cpu_limit": 16}])
    """Machines with GPUs; `{}` takes the defaults. Default none."""

    def enabled(self) -> dict[str, NodePoolConfig]:
        """Return the pools that the cluster has, by name."""
        return {name: pool for name, pool in self if pool is not None}
