"""Why ParallelCluster refuses a change, and what an admin does about it."""

from typing import NamedTuple

from cdk.slurm.changed_settings import Change

CLUSTER = "<cluster>"
"""Stands in a hint where the name of the cluster belongs."""


class Refusal(NamedTuple):
    """The words for a change that is refused."""

    reason: str
    hint: str


_NEW_CLUSTER = (
    "undo it, or make a new cluster: deploy without `slurm`, then with it. Homes, projects and "
    "software stay on the file system; running jobs, the queue and /scratch are lost"
)
_STOP_NODES = (
    "undo it; or stop the nodes by hand, which ends their jobs: `pcluster update-compute-fleet "
    f"--status STOP_REQUESTED --cluster-name {CLUSTER}`, deploy, and the same with START_REQUESTED"
)
_STOP_LOGIN = (
    "undo it; or deploy three times: with `values: {LoginNodes: {Pools: [{Name: login, Count: "
    "0}]}}` in `slurm`, which logs people out, then the change, then without these values"
)
_ONLY_STOPPED = "ParallelCluster changes it only while all compute nodes are stopped"

_REFUSALS = {
    "COMPUTE_AND_LOGIN_NODES_STOP": Refusal(
        "ParallelCluster changes it only while all compute and login nodes are stopped",
        f"{_STOP_NODES}; login nodes are stopped by a Count of 0 in the deployment before",
    ),
    "COMPUTE_FLEET_STOP": Refusal(
        f"{_ONLY_STOPPED}, and a deployment cannot stop them", _STOP_NODES
    ),
    "COMPUTE_FLEET_STOP_ON_REMOVE": Refusal(
        "ParallelCluster adds types to a compute resource at any time, but takes one away only "
        "while all compute nodes are stopped",
        f"keep the type; or add a compute resource of another name; or {_STOP_NODES}",
    ),
    "LOGIN_NODES_POOLS_UPDATE_POLICY": Refusal(
        "ParallelCluster takes a pool away only while there are no login nodes", _STOP_LOGIN
    ),
    "LOGIN_NODES_POOL_STOP": Refusal(
        "ParallelCluster changes it only while the pool has no login nodes", _STOP_LOGIN
    ),
    "LOGIN_NODES_STOP": Refusal(
        "ParallelCluster changes it only while there are no login nodes", _STOP_LOGIN
    ),
    "MANAGED_FSX": Refusal(
        f"{_ONLY_STOPPED}, or with a QueueUpdateStrategy of DRAIN",
        "set QueueUpdateStrategy to DRAIN in the same deployment",
    ),
    "MANAGED_PLACEMENT_GROUP": Refusal(
        "ParallelCluster removes a placement group of its own only while all compute nodes are "
        "stopped",
        _STOP_NODES,
    ),
    "QUEUE_UPDATE_STRATEGY": Refusal(
        f"{_ONLY_STOPPED}, or in a queue with a QueueUpdateStrategy of DRAIN",
        f"set QueueUpdateStrategy to DRAIN in the same deployment; or {_STOP_NODES}",
    ),
    "RESIZE_UPDATE_STRATEGY_ON_REMOVE": Refusal(
        "ParallelCluster adds queues, machines and nodes at any time, but takes them away only "
        "while all compute nodes are stopped",
        _STOP_NODES,
    ),
    "SHARED_STORAGE_UPDATE_POLICY": Refusal(
        "ParallelCluster adds or removes a file system of its own only while there are no login "
        "nodes, and compute nodes are stopped or drained",
        _STOP_LOGIN,
    ),
}
_UNSUPPORTED = Refusal("ParallelCluster cannot change it in a cluster that exists", _NEW_CLUSTER)
_HOME = Refusal("ParallelCluster cannot change what is mounted at /home", _NEW_CLUSTER)
_MOUNT_DIR = Refusal(
    "ParallelCluster 3.16.1 fails while it compares the folder of a storage that exists",
    "give the storage another Name as well: then one is removed and another one is mounted",
)
_MIN_COUNT = Refusal(
    "ParallelCluster takes more nodes that always run only as additional ones",
    "raise the most nodes by as many as the fewest, or undo this",
)
_KEPT_LUSTRE = Refusal(
    "ParallelCluster would delete the /scratch that it made, with all files in it",
    _NEW_CLUSTER,
)


def refusal(change: Change, *, lustre_is_kept: bool) -> Refusal:
    """Return the words for a change that ParallelCluster refuses.

    Args:
        change: what is refused.
        lustre_is_kept: whether the cluster has a scratch of its own before and after.
    """
    if change.policy == "MANAGED_FSX" and lustre_is_kept:
        return _KEPT_LUSTRE
    if change.policy == "SHARED_STORAGE_UPDATE_POLICY":
        if not change.is_item:
            return _MOUNT_DIR
        if "home" in [(each or {}).get("MountDir", "").lstrip("/") for each in _values(change)]:
            return _HOME
    if change.key == "MinCount":
        return _MIN_COUNT
    return _REFUSALS.get(change.policy, _UNSUPPORTED)


def _values(change: Change) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    return change.old, change.new
