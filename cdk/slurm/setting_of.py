"""Which setting of a lab decides a part of the cluster file."""

from cdk.slurm.cluster_tree import Path
from cdk.slurm.config import SlurmConfig
from cdk.slurm.queue_config import SIBLING

_ANY = "*"
_QUEUE = ("Scheduling", "SlurmQueues", _ANY)
_MACHINES = (*_QUEUE, "ComputeResources", _ANY)
_SCRATCH = ("SharedStorage", "scratch", "FsxLustreSettings")
_SLURM = ("Scheduling", "SlurmSettings")

SETTINGS: tuple[tuple[Path, str], ...] = (
    (("Region",), "region"),
    (("HeadNode", "InstanceType"), "slurm.head_node.instance_type"),
    (("HeadNode", "LocalStorage", "RootVolume", "Size"), "slurm.head_node.root_volume_size_gib"),
    (("HeadNode", "Networking", "SubnetId"), "network"),
    (("HeadNode",), "slurm.head_node"),
    (("LoginNodes", "Pools", "login", "InstanceType"), "slurm.login_node.instance_type"),
    (("LoginNodes", "Pools", "login", "Ssh", "AllowedIps"), "slurm.ssh_cidr"),
    (("LoginNodes", "Pools", "login", "Networking", "SubnetIds"), "network"),
    (("LoginNodes",), "slurm.login_node"),
    ((*_SLURM, "ScaledownIdletime"), "slurm.idle_minutes"),
    ((*_SLURM, "Database"), "slurm.accounting"),
    ((*_SLURM, "CustomSlurmSettings"), "slurm.accounting"),
    ((*_QUEUE, "CapacityType"), "slurm.queues.{queue}.spot"),
    ((*_QUEUE, "AllocationStrategy"), "slurm.queues.{queue}.spot"),
    ((*_QUEUE, "ComputeSettings"), "slurm.queues.{queue}.root_volume_size_gib"),
    ((*_QUEUE, "CustomSlurmSettings"), "slurm.queues.{queue}.max_hours"),
    ((*_QUEUE, "Networking", "SubnetIds"), "network"),
    ((*_MACHINES, "Instances"), "slurm.queues.{queue}.compute_resources.{resource}.instance_types"),
    ((*_MACHINES, "MinCount"), "slurm.queues.{queue}.compute_resources.{resource}.min_nodes"),
    ((*_MACHINES, "MaxCount"), "slurm.queues.{queue}.compute_resources.{resource}.max_nodes"),
    (_MACHINES, "slurm.queues.{queue}.compute_resources.{resource}"),
    (_QUEUE, "slurm.queues.{queue}"),
    (("Scheduling", "SlurmQueues"), "slurm.queues"),
    (("SharedStorage", "shared"), "storage.efs"),
    ((*_SCRATCH, "StorageCapacity"), "slurm.scratch.size_gib"),
    ((*_SCRATCH, "DataRepositoryAssociations"), "slurm.scratch.bucket"),
    (("SharedStorage", "scratch"), "slurm.scratch"),
    ((), "slurm"),
)
"""Parts of the cluster file, special ones first, with the setting that decides each."""


def setting_of(path: Path, config: SlurmConfig) -> Path:
    """Return the path of the setting that decides a part, such as `slurm`, `idle_minutes`.

    Args:
        path: of the part in the cluster file, with names in lists.
        config: the settings, for what comes of a preset is decided by the queue that names it.
    """
    part, setting = next((p, s) for p, s in SETTINGS if _begins(path, p))
    names = [given for given, wanted in zip(path, part, strict=False) if wanted == _ANY]
    queue, resource, *_ = [*names, "", ""]
    queue = queue.removesuffix(SIBLING)
    written = config.queues.get(queue)
    if resource and written is not None and resource not in written.compute_resources:
        end = ".max_nodes" if setting.endswith(".max_nodes") else ""
        setting = f"slurm.queues.{{queue}}{end}"
    return tuple(setting.format(queue=queue, resource=resource).split("."))


def _begins(path: Path, part: Path) -> bool:
    if len(path) < len(part):
        return False
    return all(wanted in {_ANY, given} for given, wanted in zip(path, part, strict=False))
