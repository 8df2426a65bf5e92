"""What is wrong with the cluster file of a lab, found without ParallelCluster, CDK or AWS."""

from collections.abc import Mapping
from typing import Any

from cdk.config.explain import dotted
from cdk.config.lab import LabConfig
from cdk.config.load import Loaded
from cdk.config.slurm_values import NOWHERE, VALUES, unknown_values, wrong_names
from cdk.errors import Finding
from cdk.settings import Path
from cdk.slurm.cluster_file import cluster_file
from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.cluster_rules import Cluster, shipped_scripts
from cdk.slurm.cluster_tree import Path as ClusterPath, value_at
from cdk.slurm.config import SlurmConfig
from cdk.slurm.node_rules import cluster_problems
from cdk.slurm.setting_of import setting_of


def slurm_findings(loaded: Loaded) -> list[Finding]:
    """Check the cluster file as it would be deployed, with example ids."""
    slurm = loaded.config.slurm
    if slurm is None:
        return []
    if unknown := [*unknown_values(slurm.values, loaded)]:
        # What is nowhere in ParallelCluster's configuration has no place in ours.
        return unknown
    wrong = [*wrong_names(slurm.values, _without_values(slurm), loaded)]
    ids = example_ids(loaded.config)
    rendered = cluster_file(slurm, ids)
    return [each.finding for each in wrong] + [
        located(loaded, each.path, each.message, each.hint, warning=each.warning)
        for each in cluster_problems(Cluster(rendered, ids, shipped_scripts()))
        # What is not meant to be there lacks everything.
        if not any(each.path[: len(other.part)] == other.part for other in wrong)
    ]


def example_ids(config: LabConfig) -> ClusterIds:
    """Return ids as they could be once a lab is deployed."""
    return ClusterIds.example(
        lab=config.name, env=config.env, account=config.account, region=config.region
    )


def located(
    loaded: Loaded, path: ClusterPath, message: str, hint: str, *, warning: bool = False
) -> Finding:
    """Return a finding about a part of the cluster file, where an admin wrote what decides it.

    Args:
        loaded: the lab, with a Slurm cluster.
        path: the part, with names in lists.
        message: what is wrong.
        hint: what to do.
        warning: whether it deploys all the same.
    """
    slurm = loaded.config.slurm or SlurmConfig()
    below = _below_values(slurm, path)
    setting: Path = setting_of(path, slurm) if below is None else (*VALUES, *below)
    place = loaded.layer.nearest_value(setting) or NOWHERE
    where = (place.file, place.line, place.column, dotted(setting))
    return Finding(*where, message, hint, warning)


def _below_values(slurm: SlurmConfig, path: ClusterPath) -> Path | None:
    """Return what an admin wrote into `values` of a part, None where settings decide it alone."""
    tree: Any = slurm.values
    walked: list[str | int] = []
    for end, part in enumerate(path):
        step, found = _step(tree, part)
        if step is None:
            # Something of their own, such as another queue, lacks what settings would have given.
            own = value_at(_without_values(slurm), path[:end]) is None
            return tuple(walked) if walked and own else None
        walked, tree = [*walked, step], found
        if not isinstance(tree, Mapping | list):
            break
    return tuple(walked)


def _step(tree: object, part: str) -> tuple[str | int | None, object]:
    if isinstance(tree, Mapping):
        return (part, tree[part]) if part in tree else (None, None)
    for index, item in enumerate(tree if isinstance(tree, list) else ()):
        if isinstance(item, Mapping) and item.get("Name") == part:
            return index, item
    return None, None


def _without_values(slurm: SlurmConfig) -> dict[str, Any]:
    return cluster_file(slurm.model_copy(update={"values": {}}), ClusterIds.example())
