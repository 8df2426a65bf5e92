"""Which changes of a cluster file ParallelCluster would refuse while the cluster is in use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cdk.slurm.changed_settings import Change, changes
from cdk.slurm.refusal_texts import Refusal, refusal

DEFAULT_COUNTS = {"MinCount": 0, "MaxCount": 10}
FOUND_STORAGE = ("VolumeId", "FileSystemId", "FileCacheId")
"""A storage with one of these is somebody else's: ParallelCluster only mounts it."""

LIVE_STORAGE = ("Efs", "FsxLustre", "FsxOntap", "FsxOpenZfs", "FileCache")
"""What running nodes mount and unmount, if it is somebody else's."""


@dataclass(frozen=True)
class RefusedUpdate:
    """A change that ParallelCluster would refuse.

    Attributes:
        path: the setting, such as `HeadNode.InstanceType`.
        policy: ParallelCluster's word for how it may change.
        old: its value until now, None if it was not there.
        new: its value from now on, None if it goes.
        reason: why it is refused.
        hint: what to do.
    """

    path: str
    policy: str
    old: object
    new: object
    reason: str
    hint: str


@dataclass(frozen=True)
class _Update:
    """Two cluster files, what differs, and whether compute nodes are stopped meanwhile."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    changes: Sequence[Change]
    stopped: bool

    @property
    def strategy(self) -> str:
        """Return what happens to nodes of a changed queue."""
        settings = self.new["Scheduling"].get("SlurmSettings", {})
        return str(settings.get("QueueUpdateStrategy", "COMPUTE_FLEET_STOP"))

    @property
    def running_pools(self) -> list[str]:
        """Return the login pools that have nodes before the update."""
        pools = (self.old.get("LoginNodes") or {}).get("Pools", [])
        return [pool["Name"] for pool in pools if pool.get("Count") not in (0, "0")]

    @property
    def kept_lustre(self) -> set[str]:
        """Return the file systems of the cluster's own that are there before and after."""
        return _own_lustre(self.old) & _own_lustre(self.new)


def refused_updates(
    old: Mapping[str, Any], new: Mapping[str, Any], *, compute_nodes_stopped: bool = False
) -> list[RefusedUpdate]:
    """Return the changes between two cluster files that ParallelCluster would refuse.

    Login nodes are held to be running where the old file has any.

    Args:
        old: the file until now.
        new: the file from now on; references of CloudFormation are compared as they are written.
        compute_nodes_stopped: whether somebody has stopped the whole fleet, which a deployment
            cannot do; a queue without a node at the moment is no stopped one.
    """
    update = _Update(old, new, changes(old, new), compute_nodes_stopped)
    return [
        _refused(change, update)
        for change in update.changes
        if not _ALLOWED[change.policy](change, update)
    ]


def _refused(change: Change, update: _Update) -> RefusedUpdate:
    found: Refusal = refusal(change, lustre_is_kept=bool(update.kept_lustre))
    return RefusedUpdate(
        path=change.path,
        policy=change.policy,
        old=change.old,
        new=change.new,
        reason=found.reason,
        hint=found.hint,
    )


def _own_lustre(file: Mapping[str, Any]) -> set[str]:
    return {
        storage["Name"]
        for storage in file.get("SharedStorage") or []
        if storage.get("StorageType") == "FsxLustre"
        and "FileSystemId" not in (storage.get("FsxLustreSettings") or {})
    }


def _replaces_nodes(change: Change, update: _Update) -> bool:
    drains = change.is_in_a_queue and update.strategy != "COMPUTE_FLEET_STOP"
    return update.stopped or drains


def _resizes(change: Change, update: _Update) -> bool:
    """Tell whether a queue only grows; it shrinks only where that may end jobs."""
    if update.stopped:
        return True
    if update.strategy == "TERMINATE" and (change.is_in_a_queue or change.key == "SlurmQueues"):
        return True
    if change.is_item:
        return change.old is None
    if change.key == "MaxCount":
        return _growth(change) >= 0
    if change.key == "MinCount":
        beside = [
            each
            for each in update.changes
            if each.section == change.section and each.key == "MaxCount"
        ]
        return bool(beside) and _growth(beside[0]) >= _growth(change)
    return False


def _growth(change: Change) -> int:
    default = DEFAULT_COUNTS[change.key]
    old, new = (default if each is None else int(each) for each in (change.old, change.new))
    return new - old


def _only_adds_a_type(change: Change, update: _Update) -> bool:
    adds = change.is_item and change.is_in_a_queue and change.old is None
    return update.stopped or adds


def _moves_subnets(change: Change, update: _Update) -> bool:
    if update.kept_lustre:
        return False
    if _replaces_nodes(change, update):
        return True
    lists = isinstance(change.old, list) and isinstance(change.new, list)
    return change.is_in_a_queue and lists and all(each in change.new for each in change.old)


def _changes_placement(change: Change, update: _Update) -> bool:
    lost = _has_own_placement(change, update.old) and not _has_own_placement(change, update.new)
    return (update.stopped or not lost) and _replaces_nodes(change, update)


def _has_own_placement(change: Change, file: Mapping[str, Any]) -> bool:
    """Tell whether ParallelCluster makes the placement group of a change's compute resource."""
    queue = _named(file["Scheduling"].get("SlurmQueues") or [], "SlurmQueues", change)
    machines = _named(queue.get("ComputeResources") or [], "ComputeResources", change)
    group = _placement(machines) or _placement(queue)
    return bool(group.get("Enabled") and not (group.get("Name") or group.get("Id")))


def _placement(section: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (section.get("Networking") or {}).get("PlacementGroup") or {}
    return found


def _named(items: list[Any], kind: str, change: Change) -> Mapping[str, Any]:
    return next((item for item in items if f"{kind}[{item['Name']}]" in change.section), {})


def _mounts(change: Change, update: _Update) -> bool:
    if not change.is_item:
        return False  # another MountDir of the same storage
    storage = change.new if change.new is not None else change.old
    if storage["MountDir"] in ("home", "/home"):
        return False
    settings = storage.get(f"{storage['StorageType']}Settings") or {}
    if storage["StorageType"] in LIVE_STORAGE and any(key in settings for key in FOUND_STORAGE):
        return True
    drains = update.stopped or update.strategy != "COMPUTE_FLEET_STOP"
    return drains and not update.running_pools


def _changes_login_pools(change: Change, update: _Update) -> bool:
    return not update.running_pools or change.old is None


def _pool_has_stopped(change: Change, update: _Update) -> bool:
    return not any(f"Pools[{name}]" in change.section for name in update.running_pools)


_ALLOWED: Mapping[str, Callable[[Change, _Update], bool]] = {
    "COMPUTE_AND_LOGIN_NODES_STOP": lambda _change, update: (
        update.stopped and not update.running_pools
    ),
    "COMPUTE_FLEET_STOP": lambda _change, update: update.stopped,
    "COMPUTE_FLEET_STOP_ON_REMOVE": _only_adds_a_type,
    # Three paths in it may change; a lab has no use for any of them.
    "EXTRA_CHEF_ATTRIBUTES": lambda _change, _update: False,
    "IGNORED": lambda _change, _update: True,
    "LOGIN_NODES_POOLS_UPDATE_POLICY": _changes_login_pools,
    "LOGIN_NODES_POOL_STOP": _pool_has_stopped,
    "LOGIN_NODES_STOP": lambda _change, update: not update.running_pools,
    "MANAGED_FSX": _moves_subnets,
    "MANAGED_PLACEMENT_GROUP": _changes_placement,
    "QUEUE_UPDATE_STRATEGY": _replaces_nodes,
    "READ_ONLY_RESOURCE_BUCKET": lambda _change, _update: False,
    "RESIZE_UPDATE_STRATEGY_ON_REMOVE": _resizes,
    "SHARED_STORAGE_UPDATE_POLICY": _mounts,
    "SUPPORTED": lambda _change, _update: True,
    # Only AWS's secret regions refuse it.
    "SUPPORTED_UNLESS_ADC": lambda _change, _update: True,
    "UNSUPPORTED": lambda _change, _update: False,
}
"""For each policy, what tells whether a change may be made in a cluster that exists."""
