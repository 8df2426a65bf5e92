"""What is wrong with the cluster file of a lab, found without ParallelCluster, CDK or AWS."""

from collections.abc import Iterator, Mapping
from typing import Any

from cdk.config.explain import dotted, shown
from cdk.config.load import Loaded
from cdk.config.origin import Origin
from cdk.errors import Finding
from cdk.nearest import nearest
from cdk.settings import Path
from cdk.slurm.cluster_file import cluster_file
from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.cluster_rules import Cluster, shipped_scripts
from cdk.slurm.cluster_tree import Path as ClusterPath, value_at
from cdk.slurm.cluster_vocabulary import Part, vocabulary
from cdk.slurm.config import SlurmConfig
from cdk.slurm.node_rules import cluster_problems
from cdk.slurm.setting_of import setting_of

VALUES: Path = ("slurm", "values")
NOWHERE = Origin("", 0, 0)
SEE = "`lab render slurm` prints how it looks"


def slurm_findings(loaded: Loaded) -> list[Finding]:
    """Check the cluster file as it would be deployed, with example ids."""
    slurm = loaded.config.slurm
    if slurm is None:
        return []
    unknown = [*_unknown(slurm.values, vocabulary(), VALUES, loaded)] if slurm.values else []
    if unknown:
        # What is nowhere in ParallelCluster's configuration has no place in ours.
        return unknown
    ids = ClusterIds.example()
    rendered = cluster_file(slurm, ids)
    return [
        located(loaded, each.path, each.message, each.hint, warning=each.warning)
        for each in cluster_problems(Cluster(rendered, ids, shipped_scripts()))
    ]


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


def _unknown(value: object, known: Part, path: Path, loaded: Loaded) -> Iterator[Finding]:
    """Yield keys that ParallelCluster does not know, and values that cannot hold what it knows."""
    if value is None or not known.parts:
        return
    if known.told_apart_by is not None and path != VALUES:
        yield from _unknown_in_list(value, known, path, loaded)
    elif not isinstance(value, Mapping):
        yield _at(loaded, path, f"needs a mapping (`key: value` lines) (got {shown(value)})", SEE)
    else:
        yield from _unknown_keys(value, known, path, loaded)


def _unknown_keys(
    value: Mapping[str, object], known: Part, path: Path, loaded: Loaded
) -> Iterator[Finding]:
    for key, inner in value.items():
        if key in known.parts:
            yield from _unknown(inner, known.parts[key], (*path, key), loaded)
            continue
        place = loaded.layer.nearest_key((*path, key)) or NOWHERE
        where = (place.file, place.line, place.column, dotted((*path, key)))
        message = "is no key of ParallelCluster's configuration"
        yield Finding(*where, message, nearest(key, known.parts))


def _unknown_in_list(value: object, known: Part, path: Path, loaded: Loaded) -> Iterator[Finding]:
    if not isinstance(value, list):
        yield _at(loaded, path, f"needs a list (`- item` lines) (got {shown(value)})", SEE)
        return
    for index, item in enumerate(value):
        at = (*path, index)
        if not isinstance(item, Mapping):
            message = f"needs a mapping (`key: value` lines) (got {shown(item)})"
            yield _at(loaded, at, message, SEE)
            continue
        yield from _unknown_keys(item, known, at, loaded)
        if known.told_apart_by == "Name" and not isinstance(item.get("Name"), str):
            hint = "write which one it changes: `Name: ...`, as `lab render slurm` prints it"
            yield _at(loaded, at, "has no Name, so it would replace the whole list", hint)


def _at(loaded: Loaded, path: Path, message: str, hint: str) -> Finding:
    place = loaded.layer.nearest_value(path) or NOWHERE
    return Finding(place.file, place.line, place.column, dotted(path), message, hint)
