"""Changes of a lab that ParallelCluster would refuse in a cluster that runs."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from cdk.config.explain import shown
from cdk.config.load import Loaded
from cdk.config.slurm_findings import located
from cdk.errors import Finding
from cdk.naming import cluster_name
from cdk.slurm.cluster_tree import Path
from cdk.slurm.refusal_texts import CLUSTER
from cdk.slurm.update_policies import RefusedUpdate, refused_updates

WHILE_STOPPED = (
    "COMPUTE_FLEET_STOP",
    "COMPUTE_FLEET_STOP_ON_REMOVE",
    "MANAGED_PLACEMENT_GROUP",
    "QUEUE_UPDATE_STRATEGY",
    "RESIZE_UPDATE_STRATEGY_ON_REMOVE",
)
"""Policies that let everything change once no compute node runs."""

_NAMES = ("Name", "InstanceType", "Policy", "BucketName", "Key")
"""What ParallelCluster tells the things of its lists apart by."""

_STEP = re.compile(r"(\w+)(?:\[([^]]*)])?")


def update_findings(
    loaded: Loaded,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    compute_nodes_stopped: bool = False,
) -> Iterator[Finding]:
    """Yield an error for each change that would be refused, where an admin wrote it.

    Args:
        loaded: the lab as it shall become.
        old: the cluster file that is deployed, or was.
        new: that of the lab.
        compute_nodes_stopped: whether an admin has stopped all of them for this.
    """
    told: dict[tuple[str, str], list[Finding]] = {}
    for refused in refused_updates(old, new):
        if compute_nodes_stopped and refused.policy in WHILE_STOPPED:
            continue
        what, place = _change(refused)
        hint = refused.hint.replace(CLUSTER, cluster_name(loaded.config.name, loaded.config.env))
        found = located(loaded, place, what, hint)
        # One setting decides the same of several partitions.
        told.setdefault((found.path, refused.reason), []).append(found)
    for (_, reason), (first, *others) in told.items():
        more = f" and {len(others)} more of the kind" if others else ""
        yield replace(first, message=f"{first.message}{more}; {reason}")


def not_yet_told(told: Iterable[Finding], more: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings about settings of which nothing is said yet."""
    places = {(each.file, each.line, each.path) for each in told}
    yield from (each for each in more if (each.file, each.line, each.path) not in places)


def _change(refused: RefusedUpdate) -> tuple[str, Path]:
    """Return a change in words, and what it is about."""
    path, item = _path(refused.path), _item(refused)
    if item is not None and refused.old is None:
        return f"adds {item} to {refused.path}", (*path, item)
    if item is not None:
        return f"takes {item} out of {refused.path}", (*path, item)
    if isinstance(refused.new, Mapping) and refused.old is None:
        return f"adds {refused.path}", path
    if isinstance(refused.old, Mapping) and refused.new is None:
        return f"takes {refused.path} away", path
    before, after = shown(refused.old), shown(refused.new)
    return f"changes {refused.path} (got {after}, until now {before})", path


def _path(text: str) -> Path:
    """Return a path such as `SlurmQueues[cpu].CapacityType` with the names of lists as steps."""
    return tuple(part for step in _STEP.findall(text) for part in step if part)


def _item(refused: RefusedUpdate) -> str | None:
    """Return the name of a thing that a list gets or loses; None for any other change."""
    if (refused.old is None) == (refused.new is None):
        return None
    thing = refused.new if refused.old is None else refused.old
    names = [thing.get(key) for key in _NAMES] if isinstance(thing, Mapping) else []
    return next((name for name in names if isinstance(name, str)), None)
