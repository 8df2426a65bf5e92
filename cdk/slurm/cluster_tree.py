"""Find things in a configuration of ParallelCluster, whose lists are of things with a `Name`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Path = tuple[str, ...]
"""Where something is: keys of mappings, and in lists the `Name`, as `SlurmQueues`, `cpu`."""


@dataclass(frozen=True)
class Nodes:
    """The part of a configuration that is about one kind of node.

    Attributes:
        kind: what they are for.
        path: where the part is.
        settings: the part.
        root_volume: where their disk is, below the part.
    """

    kind: Literal["head", "login", "compute"]
    path: Path
    settings: Mapping[str, Any]
    root_volume: Path = ()

    def at(self, *path: str) -> Any:  # noqa: ANN401 - any part of a tree of YAML
        """Return what stands at a path below the part, None for nothing."""
        return value_at(self.settings, path)


def every_kind_of_node(config: Mapping[str, Any]) -> Iterator[Nodes]:
    """Yield head node, login pools and queues, in the order in which they are written."""
    if isinstance(head := config.get("HeadNode"), Mapping):
        yield Nodes("head", ("HeadNode",), head, ("LocalStorage", "RootVolume"))
    for name, pool in named(value_at(config, ("LoginNodes", "Pools"))):
        yield Nodes("login", ("LoginNodes", "Pools", name), pool)
    for name, queue in queues(config):
        path = ("Scheduling", "SlurmQueues", name)
        yield Nodes("compute", path, queue, ("ComputeSettings", "LocalStorage", "RootVolume"))


def queues(config: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each queue with its name."""
    yield from named(value_at(config, ("Scheduling", "SlurmQueues")))


def named(items: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the things of a list with their names; what has none is left to ParallelCluster."""
    for item in items if isinstance(items, list) else ():
        if isinstance(item, Mapping) and isinstance(item.get("Name"), str):
            yield item["Name"], item


def value_at(tree: object, path: Path) -> Any:  # noqa: ANN401 - any part of a tree of YAML
    """Return what stands at a path, None for nothing."""
    for part in path:
        if isinstance(tree, Mapping):
            tree = tree.get(part)
        else:
            tree = next((item for name, item in named(tree) if name == part), None)
    return tree
