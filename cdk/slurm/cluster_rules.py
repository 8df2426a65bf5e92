"""What every cluster of a lab keeps to, whoever wrote its configuration.

ParallelCluster lets all of this pass: an admin's `values` may change any part of what it is given.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from pathlib import Path as FilePath
from typing import Any

from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.cluster_tree import Path, every_kind_of_node, named, queues, value_at
from cdk.slurm.queue_config import SIBLING
from cdk.slurm.shared_storage import SCRATCH_FOLDER, SHARED_FOLDER

SCRIPTS = FilePath(__file__).parents[2] / "bootstrap" / "nodes"

MOST_QUEUES = 50
"""How many queues ParallelCluster takes, and how many compute resources in all of them."""

_WIDEST_PREFIX = 8


@dataclass(frozen=True)
class Broken:
    """A rule that a configuration breaks.

    Attributes:
        rule: the rule's id, stable for ever.
        path: what breaks it.
        message: what is wrong.
        hint: what to do.
        warning: deploys all the same, but may surprise.
    """

    rule: str
    path: Path
    message: str
    hint: str
    warning: bool = False


@dataclass(frozen=True)
class Cluster:
    """A rendered configuration, and what it was rendered with.

    Attributes:
        config: as ParallelCluster reads it.
        ids: what is around it.
        scripts: keys of the objects that the bootstrap bucket has, such as `nodes/start.sh`.
    """

    config: Mapping[str, Any]
    ids: ClusterIds
    scripts: Collection[str]


Rule = Callable[[Cluster], Iterator[Broken]]


def got(value: object) -> str:
    """Return what was given, as YAML would write it."""
    return f"(got {value if isinstance(value, str) else json.dumps(value)})"


def shipped_scripts(folder: FilePath = SCRIPTS) -> frozenset[str]:
    """Return the keys under which the bootstrap bucket has the files of `bootstrap/nodes/`."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return frozenset(f"{folder.name}/{path.relative_to(folder)}" for path in files)


def open_ssh(cluster: Cluster) -> Iterator[Broken]:
    """SSH and remote desktops are open to networks that are named: the default is everybody."""
    for nodes in every_kind_of_node(cluster.config):
        for door in ("Ssh", "Dcv"):
            cidr = nodes.at(door, "AllowedIps")
            used = nodes.kind != "compute" if door == "Ssh" else nodes.at(door, "Enabled") is True
            if used and _opens_everything(cidr):
                yield Broken(
                    "open-ssh",
                    (*nodes.path, door, "AllowedIps"),
                    f"lets the whole internet in {got(cidr or 'nothing, which is 0.0.0.0/0')}",
                    "name the network of your people; `ssh_cidr` does for the login node",
                )


def _opens_everything(cidr: object) -> bool:
    try:
        return IPv4Network(str(cidr), strict=False).prefixlen < _WIDEST_PREFIX
    except ValueError:
        # A list of prefixes is the account's own; a wrong text is ParallelCluster's to refuse.
        return cidr is None


def homes(cluster: Cluster) -> Iterator[Broken]:
    """Homes, projects and software are on the lab's file system, mounted where nodes expect it."""
    own = ("SharedStorage", "shared")
    storage = dict(named(cluster.config.get("SharedStorage")))
    shared = storage.get("shared", {})
    if value_at(shared, ("EfsSettings", "FileSystemId")) != cluster.ids.file_system_id:
        hint = "remove what changes `shared`; other storage gets another name and place"
        yield Broken("homes", own, "is no longer the lab's file system", hint)
    if (folder := shared.get("MountDir")) != SHARED_FOLDER:
        message = f"takes homes, projects and software away from {SHARED_FOLDER} {got(folder)}"
        hint = f"remove it: every node looks for them below {SHARED_FOLDER}"
        yield Broken("homes", (*own, "MountDir"), message, hint)
    for name, each in storage.items():
        folder = f"/{str(each.get('MountDir')).strip('/')}"
        hidden = next((own for own in _OWN_FOLDERS if f"{folder}/".startswith(f"{own}/")), None)
        if hidden and name not in {"shared", "scratch"}:
            message = f"would lie over {hidden}, which nodes use for the lab's own {got(folder)}"
            hint = f"homes are below {SHARED_FOLDER}; choose a folder of its own, such as /data"
            yield Broken("homes", ("SharedStorage", name, "MountDir"), message, hint)


_OWN_FOLDERS = (SHARED_FOLDER, SCRATCH_FOLDER, "/home", "/projects", "/software", "/opt/lab")


def efs_in_transit(cluster: Cluster) -> Iterator[Broken]:
    """File systems of EFS are reached with TLS and IAM, and encrypted if the cluster makes them."""
    for name, each in named(cluster.config.get("SharedStorage")):
        if each.get("StorageType") != "Efs":
            continue
        given = value_at(each, ("EfsSettings", "FileSystemId")) is not None
        for key in ("EncryptionInTransit", "IamAuthorization") if given else ("Encrypted",):
            value = value_at(each, ("EfsSettings", key))
            if value is not True:
                path = ("SharedStorage", name, "EfsSettings", key)
                yield Broken("efs-in-transit", path, f"is not true {got(value)}", "set it to true")


def drain(cluster: Cluster) -> Iterator[Broken]:
    """Nodes are replaced after their jobs: CloudFormation cannot stop them, nor wait for them."""
    path = ("Scheduling", "SlurmSettings", "QueueUpdateStrategy")
    if (value := value_at(cluster.config, path)) != "DRAIN":
        message = f"lets updates fail, or end jobs {got(value)}"
        yield Broken("drain", path, message, "remove it: DRAIN replaces nodes after their jobs")


def alarms(cluster: Cluster) -> Iterator[Broken]:
    """The head node's alarms and logs exist: somebody is told, and can see why."""
    for path, lost in (
        (("Monitoring", "Alarms", "Enabled"), "alarms of the head node, of which people are told"),
        (("Monitoring", "Logs", "CloudWatch", "Enabled"), "logs of all nodes"),
    ):
        if value_at(cluster.config, path) is not True:
            yield Broken("alarms", path, f"switches off the {lost}", "set it to true")


def spot_price(cluster: Cluster) -> Iterator[Broken]:
    """A highest price for spot is said of queues on spot: elsewhere nobody heeds it."""
    for queue, settings in queues(cluster.config):
        for name, machines in named(settings.get("ComputeResources")):
            if "SpotPrice" in machines and settings.get("CapacityType") != "SPOT":
                path = ("Scheduling", "SlurmQueues", queue, "ComputeResources", name, "SpotPrice")
                message = f"limits nothing, as {queue} is on demand {got(machines['SpotPrice'])}"
                yield Broken("spot-price", path, message, "remove it here")


def several_types(cluster: Cluster) -> Iterator[Broken]:
    """Spot has several types to choose from: of one alone there is often none."""
    for queue, settings in queues(cluster.config):
        for name, machines in named(settings.get("ComputeResources")):
            types = machines.get("Instances")
            alone = not isinstance(types, list) or len(types) < 2  # noqa: PLR2004
            if settings.get("CapacityType") == "SPOT" and alone:
                path = ("Scheduling", "SlurmQueues", queue, "ComputeResources", name, "Instances")
                message = "names one type of machine, and spot often has none of it"
                hint = "name several of one size, such as m6i.4xlarge and m7i.4xlarge"
                yield Broken("several-types", path, message, hint, warning=True)


def way_out_of_spot(cluster: Cluster) -> Iterator[Broken]:
    """Each queue on spot has a sibling on demand, for jobs that must not be taken away."""
    types = {name: settings.get("CapacityType") for name, settings in queues(cluster.config)}
    for name, kind in types.items():
        if kind == "SPOT" and types.get(f"{name}{SIBLING}") == "SPOT":
            path: Path = ("Scheduling", "SlurmQueues", f"{name}{SIBLING}", "CapacityType")
            message = f"puts the way out of the queue {name} on spot as well"
            yield Broken("way-out-of-spot", path, message, "remove it here")
        elif kind == "SPOT" and f"{name}{SIBLING}" not in types and not name.endswith(SIBLING):
            path = ("Scheduling", "SlurmQueues", name)
            message = f"is on spot, and there is no queue {name}{SIBLING}"
            hint = "write the queue into `slurm.queues`, which makes both"
            yield Broken("way-out-of-spot", path, message, hint)


def one_login_node(cluster: Cluster) -> Iterator[Broken]:
    """There is one login node, as there can be one JupyterHub only."""
    pools = dict(named(value_at(cluster.config, ("LoginNodes", "Pools"))))
    if not pools:
        message = "leaves no login node, so nobody can log in"
        hint = "right while it is changed; remove it afterwards"
        yield Broken("one-login-node", ("LoginNodes", "Pools"), message, hint, warning=True)
    for name, pool in pools.items():
        if name != "login":
            message, hint = "is a second pool of login nodes", "remove it: JupyterHub is in `login`"
            yield Broken("one-login-node", ("LoginNodes", "Pools", name), message, hint)
        elif (count := pool.get("Count")) == 0:
            message = "leaves no login node, so nobody can log in (got 0)"
            hint = "right while its type is changed; remove it afterwards"
            path = ("LoginNodes", "Pools", name, "Count")
            yield Broken("one-login-node", path, message, hint, warning=True)
        elif count != 1:
            message, path = f"is not 1 {got(count)}", ("LoginNodes", "Pools", name, "Count")
            yield Broken("one-login-node", path, message, "there can be one JupyterHub only")


def fair_share(cluster: Cluster) -> Iterator[Broken]:
    """With accounting, projects have accounts and shares; another list would replace ours."""
    path = ("Scheduling", "SlurmSettings", "CustomSlurmSettings")
    own = value_at(cluster.config, path) or []
    keys = {key for item in own if isinstance(item, Mapping) for key in item}
    accounting = value_at(cluster.config, (*path[:-1], "Database")) is not None
    if accounting and (missing := sorted({*_FAIR_SHARE} - keys)):
        message = f"leaves out what makes accounts and shares count: {', '.join(missing)}"
        hint = "name them too, as `lab render slurm` prints them without these values"
        yield Broken("fair-share", path, message, hint)


_FAIR_SHARE = ("AccountingStorageEnforce", "PriorityType", "PriorityWeightFairshare")


def platform(cluster: Cluster) -> Iterator[Broken]:
    """What scripts and settings are made for is there: system, region, scheduler, head node."""
    if not isinstance(cluster.config.get("HeadNode"), Mapping):
        message = "takes the head node away, and no cluster is without one"
        yield Broken("platform", ("HeadNode",), message, "remove it here")
    for path, wanted in (
        (("Image", "Os"), "ubuntu2404"),
        (("Region",), cluster.ids.region),
        (("Imds", "ImdsSupport"), "v2.0"),
        (("Scheduling", "Scheduler"), "slurm"),
    ):
        if (value := value_at(cluster.config, path)) != wanted:
            message = f"is not what the lab's scripts are made for {got(value)}"
            yield Broken("platform", path, message, f"remove it: it is {wanted}")


def limits(cluster: Cluster) -> Iterator[Broken]:
    """There are not more queues and compute resources than ParallelCluster takes."""
    found = [*queues(cluster.config)]
    machines = sum(len([*named(settings.get("ComputeResources"))]) for _, settings in found)
    for count, what in ((len(found), "queues"), (machines, "compute resources")):
        if count > MOST_QUEUES:
            message = (
                f"are more {what} than a cluster can have (got {count}, at most {MOST_QUEUES})"
            )
            yield Broken("limits", ("Scheduling", "SlurmQueues"), message, "take some out")


RULES: tuple[Rule, ...] = (
    open_ssh,
    homes,
    efs_in_transit,
    drain,
    alarms,
    spot_price,
    several_types,
    way_out_of_spot,
    one_login_node,
    fair_share,
    platform,
    limits,
)
