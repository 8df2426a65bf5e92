"""Settings of the Slurm cluster: its nodes, queues, scratch, accounting and notebooks."""

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field

from cdk.settings import FIXED, FREE, Problem, Settings
from cdk.slurm.database_classes import DatabaseClass
from cdk.slurm.instance_types import instance_types
from cdk.slurm.queue_config import NodeType, PartitionName, QueueConfig, QueueName, x86_64_only
from cdk.types import PRIVATE_NETWORKS, Cidr

DataClass = Literal["raw", "scratch", "results", "archive"]

_WIDEST_PREFIX = 8
_SHARED_BY_ALL_MIB = 4096


class HeadNodeConfig(Settings):
    """The node that Slurm's controller runs on. It runs day and night."""

    instance_type: Annotated[NodeType, FIXED] = Field("m7i.large", examples=["m7i.xlarge"])
    """Its type. Default m7i.large, 0.1008 USD an hour (us-east-1, 2026-07), enough for some 100
    nodes. ParallelCluster cannot change it later."""
    root_volume_size_gib: Annotated[int, FIXED] = Field(100, ge=60, le=1000, examples=[100])
    """Size of its encrypted gp3 disk in GiB. Default 100. ParallelCluster cannot change it
    later."""

    def problems(self) -> Iterator[Problem]:
        """Check that the software of nodes runs on it."""
        yield from x86_64_only(("instance_type",), [self.instance_type])


class LoginNodeConfig(Settings):
    """The node that people log in to, and that JupyterHub runs on. It runs day and night."""

    instance_type: Annotated[NodeType, FREE] = Field("m7i.large", examples=["m7i.xlarge"])
    """Its type. Default m7i.large, 0.1008 USD an hour (us-east-1, 2026-07). Notebooks run as jobs
    on other nodes, so it need not be large. ParallelCluster changes it only while there is no
    login node: `lab check --since` says how."""

    def problems(self) -> Iterator[Problem]:
        """Check that the software of nodes runs on it, and everybody's sessions fit."""
        yield from x86_64_only(("instance_type",), [self.instance_type])
        has_mib = instance_types()[self.instance_type].memory_mib
        if has_mib < _SHARED_BY_ALL_MIB:
            yield Problem(
                path=("instance_type",),
                message="is small for JupyterHub and the sessions of all people (got "
                f"{self.instance_type} with {has_mib / 1024:g} GiB)",
                hint="take one with 8 GiB, such as m7i.large",
                warning=True,
            )


class ScratchConfig(Settings):
    """A fast file system for intermediate files, `/scratch`: FSx for Lustre, type SCRATCH_2.

    DANGER: it keeps one copy of each file, and goes with the cluster. It costs 0.14 USD per GB and
    month, used or not: 168 USD for the smallest (us-east-1, 2026-11).
    """

    size_gib: Annotated[int, FIXED] = Field(1200, examples=[2400])
    """Its size in GiB: 1200, or a multiple of 2400. Default 1200. It cannot be changed later."""
    bucket: Annotated[DataClass | None, FIXED] = Field("raw", examples=["raw"])
    """The bucket whose objects appear as files below `/scratch/<bucket>`, fetched when they are
    first read. Default raw; `null` means none. Files written there are not copied back."""

    def problems(self) -> Iterator[Problem]:
        """Check the sizes that FSx has."""
        if self.size_gib != 1200 and (self.size_gib <= 0 or self.size_gib % 2400):  # noqa: PLR2004
            yield Problem(
                path=("size_gib",),
                message=f"is no size of such a file system (got {self.size_gib})",
                hint="1200, 2400, or a larger multiple of 2400",
            )


class AccountingConfig(Settings):
    """Slurm's accounting: a MySQL database of jobs, with accounts and fair share per project.

    The default costs about 26 USD a month, 20 GiB of disk included (us-east-1, 2026-05).
    """

    instance_type: Annotated[DatabaseClass, FREE] = Field(
        "db.t4g.small", examples=["db.t4g.medium"]
    )
    """Type of the database server. Default db.t4g.small. A change restarts it; jobs run on."""
    storage_gib: Annotated[int, FREE] = Field(20, ge=20, le=1000, examples=[50])
    """Its disk in GiB. Default 20, enough for some millions of jobs; it can only grow."""
    backup_days: Annotated[int, FREE] = Field(7, ge=1, le=35, examples=[14])
    """How many days its daily backups are kept. Default 7."""
    decay_days: Annotated[int, FREE] = Field(7, ge=1, le=365, examples=[14])
    """After how many days a project's past use counts half, when its fair share is reckoned.
    Default 7."""


class SlurmNotebookConfig(Settings):
    """Notebooks and RStudio, which people start in the browser and Slurm runs as jobs."""

    partition: Annotated[PartitionName | None, FREE] = Field(None, examples=["cpu-ondemand"])
    """The partition they start in unless another is chosen. Default: the on-demand one of the first
    queue, as a reclaimed spot node takes unsaved work along."""
    cores: Annotated[int, FREE] = Field(2, ge=1, le=192, examples=[4])
    """Cores that the form offers at first. Default 2."""
    memory_gib: Annotated[int, FREE] = Field(8, ge=1, le=3072, examples=[16])
    """Memory in GiB that the form offers at first. Default 8."""
    hours: Annotated[int, FREE] = Field(12, ge=1, le=168, examples=[24])
    """Hours after which a notebook ends at the latest. Default 12."""
    idle_minutes: Annotated[int, FREE] = Field(60, ge=10, le=1440, examples=[120])
    """Minutes without use after which a notebook ends by itself. Default 60."""


class SlurmConfig(Settings):
    """A Slurm cluster by AWS ParallelCluster, with conda, JupyterHub, R and RStudio on its nodes.

    Head and login node run day and night: about 175 USD a month with the defaults, disks and the
    login pool's load balancer included (us-east-1, 2026-07). Compute nodes start with jobs.
    """

    head_node: Annotated[HeadNodeConfig, FREE] = Field(
        HeadNodeConfig(), examples=[{"instance_type": "m7i.xlarge"}]
    )
    """The node of Slurm's controller."""
    login_node: Annotated[LoginNodeConfig, FREE] = Field(
        LoginNodeConfig(), examples=[{"instance_type": "m7i.xlarge"}]
    )
    """The node that people log in to."""
    ssh_cidr: Annotated[Cidr | None, FREE] = Field(None, examples=["10.8.0.0/16"])
    """The network that may open SSH sessions on the login node, which has a private address: one
    that is connected to the lab's, as by VPN. Default none: only through AWS Systems Manager, which
    needs no open port. `0.0.0.0/0` is refused. ParallelCluster changes it only while there is no
    login node."""
    idle_minutes: Annotated[int, FREE] = Field(10, ge=1, le=1440, examples=[5])
    """Minutes without a job after which a compute node is stopped. Default 10. ParallelCluster
    changes it only while all compute nodes are stopped."""
    queues: Annotated[dict[QueueName, QueueConfig | None], FREE] = Field(
        default={"cpu": QueueConfig()},
        min_length=1,
        examples=[{"cpu": {}, "highmem": {}, "gpu": {"max_nodes": 4}}],
    )
    """The queues, by name. Default: one, `cpu`. `cpu`, `highmem` and `gpu` are known and switched
    on by `{}`; other names need a `preset` or `compute_resources`; `null` switches one off. Each
    queue on spot has a sibling on demand, such as `cpu-ondemand`."""
    scratch: Annotated[ScratchConfig | None, FREE] = Field(None, examples=[{"size_gib": 2400}])
    """A fast file system for intermediate files; `{}` takes the defaults. Default none."""
    accounting: Annotated[AccountingConfig | None, FREE] = Field(
        None, examples=[{"instance_type": "db.t4g.small"}]
    )
    """A record of all jobs, with an account and a fair share for each project; `{}` takes the
    defaults. Default none."""
    notebook: Annotated[SlurmNotebookConfig, FREE] = Field(
        SlurmNotebookConfig(), examples=[{"hours": 24}]
    )
    """Notebooks and RStudio as jobs."""
    mirror_url: Annotated[str | None, FREE] = Field(
        None,
        pattern=r"^https://[\w.-]+(:\d+)?(/[\w./-]*)?$",
        examples=["https://mirror.lab.example.org/bootstrap"],
    )
    """A web server of yours that has the downloads of `bootstrap/nodes/manifest.tsv`, each under
    its own path, Python's packages under `simple/` and npm's under `npm/`. Default none: nodes ask
    the makers' servers. Checksums hold in any case. Ubuntu's and conda's packages are not asked
    there."""
    values: Annotated[dict[str, object], FREE] = Field(
        default={}, examples=[{"Monitoring": {"DetailedMonitoring": True}}]
    )
    """Parts of ParallelCluster's own configuration that no other setting covers, laid over what
    `lab render slurm` prints: mappings merge, lists of things with a `Name` merge by that name, all
    else replaces. DANGER: `lab check` knows every key, but not what each means."""

    def enabled_queues(self) -> dict[str, QueueConfig]:
        """Return the queues that this cluster has, in the order in which they are written."""
        return {name: queue for name, queue in self.queues.items() if queue is not None}

    def problems(self) -> Iterator[Problem]:
        """Check that there is a queue, and that SSH is open to networks that are meant."""
        if not self.enabled_queues():
            yield Problem(
                path=("queues",),
                message="are all switched off, and a cluster has one at least",
                hint="keep one, or set `slurm: null`",
            )
        if self.ssh_cidr is None:
            return
        network = IPv4Network(self.ssh_cidr)
        if network.prefixlen < _WIDEST_PREFIX:
            yield Problem(
                path=("ssh_cidr",),
                message=f"lets half the internet or more try to log in (got {self.ssh_cidr})",
                hint="name the network of your people, or leave it out: AWS Systems Manager needs "
                "no open port",
            )
        elif not any(network.subnet_of(private) for private in PRIVATE_NETWORKS):
            yield Problem(
                path=("ssh_cidr",),
                message="is a public network, while the login node has a private address only "
                f"(got {self.ssh_cidr})",
                hint="name addresses as they arrive through your VPN or connection, or leave it "
                "out",
                warning=True,
            )
