"""What ParallelCluster's schema would refuse of an admin's own values, and names of nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cdk.config.explain import dotted, shown
from cdk.config.load import Loaded
from cdk.config.origin import Origin
from cdk.errors import Finding
from cdk.nearest import nearest
from cdk.settings import Path
from cdk.slurm.cluster_tree import Path as ClusterPath, named, value_at
from cdk.slurm.cluster_vocabulary import Part, vocabulary

VALUES: Path = ("slurm", "values")
NOWHERE = Origin("", 0, 0)
SEE = "`lab render slurm` prints how it looks"

_WHOLE_ITEMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Pools": ("pool of login nodes", ("InstanceType",)),
    "SlurmQueues": ("queue", ("ComputeResources",)),
    "ComputeResources": ("compute resource", ("InstanceType", "Instances")),
}
"""Lists of things with a name: what each is, and what it brings along if it is a new one."""


@dataclass(frozen=True)
class WrongName:
    """A thing of `values` that changes nothing, as nothing has its name.

    Attributes:
        part: where the cluster file has it, for rules that would go on about it.
        finding: what an admin is told.
    """

    part: ClusterPath
    finding: Finding


def unknown_values(values: Mapping[str, object], loaded: Loaded) -> Iterator[Finding]:
    """Yield keys that ParallelCluster does not know, and values of another type than its own."""
    if values:
        yield from _unknown(values, vocabulary(), VALUES, loaded)


def wrong_names(
    values: Mapping[str, object], settings: Mapping[str, Any], loaded: Loaded
) -> Iterator[WrongName]:
    """Yield queues, compute resources and pools that are changed, and do not exist.

    Args:
        values: an admin's own, of which every key is known.
        settings: the cluster file without them.
        loaded: the lab.
    """
    for part in (("LoginNodes", "Pools"), ("Scheduling", "SlurmQueues")):
        yield from _wrong_names(value_at(values, part), settings, part, (*VALUES, *part), loaded)


def _wrong_names(
    items: object, settings: Mapping[str, Any], part: ClusterPath, at: Path, loaded: Loaded
) -> Iterator[WrongName]:
    kind, brings = _WHOLE_ITEMS[part[-1]]
    known = [name for name, _ in named(value_at(settings, part))]
    for index, item in enumerate(items if isinstance(items, list) else ()):
        name, inner = item["Name"], "ComputeResources"
        if name in known and isinstance(item.get(inner), list):
            below = (*part, name, inner)
            yield from _wrong_names(item[inner], settings, below, (*at, index, inner), loaded)
        elif name not in known and not any(key in item for key in brings):
            message = f"names no {kind} of the cluster (got {shown(name)})"
            finding = _at(loaded, (*at, index, "Name"), message, nearest(name, known))
            yield WrongName((*part, name), finding)


def _unknown(value: object, known: Part, path: Path, loaded: Loaded) -> Iterator[Finding]:
    if value is None:
        return
    if not known.parts:
        if wanted := _misfit(value, known.type):
            yield _at(loaded, path, f"needs {wanted} (got {shown(value)})", SEE)
    elif known.told_apart_by is not None and path != VALUES:
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


def _misfit(value: object, kind: str | None) -> str:
    """Return what a plain value should have been; empty if it is right, or may be anything."""
    of, _, inner = (kind or "").partition(" of ")
    wanted, fits = _TYPES.get(of, ("", _anything))
    if not fits(value):
        return wanted
    _, items_fit = _TYPES.get(inner, ("", _anything))
    items: Sequence[object] = value if isinstance(value, list) else ()
    what = "mappings" if inner == "Dict" else "texts"
    return "" if all(map(items_fit, items)) else f"a list of {what}"


# CloudFormation hands on every plain value as text, so a number in quotes is one, and a number may
# stand for text.
def _reads_as(kind: Callable[[str], object]) -> Callable[[object], bool]:
    def reads(value: object) -> bool:
        try:
            kind(str(value))
        except ValueError:
            return False
        return isinstance(value, str | int | float) and not isinstance(value, bool)

    return reads


def _is_boolean(value: object) -> bool:
    return isinstance(value, bool) or value in ("true", "false")


def _is_text(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _anything(_: object) -> bool:
    return True


_TYPES: Mapping[str, tuple[str, Callable[[object], bool]]] = {
    "Boolean": ("true or false", _is_boolean),
    "Dict": ("a mapping (`key: value` lines)", lambda value: isinstance(value, Mapping)),
    "Float": ("a number", _reads_as(float)),
    "Integer": ("a whole number", _reads_as(int)),
    "List": ("a list (`- item` lines)", lambda value: isinstance(value, list)),
    "String": ("text", _is_text),
}
"""ParallelCluster's words for types: what a value has to be, and whether one is."""


def _at(loaded: Loaded, path: Path, message: str, hint: str) -> Finding:
    place = loaded.layer.nearest_value(path) or NOWHERE
    return Finding(place.file, place.line, place.column, dotted(path), message, hint)
