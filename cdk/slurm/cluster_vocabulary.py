"""Every key that ParallelCluster knows, as a tree."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

PATHS = Path(__file__).with_name("update_policies.yaml")
"""Has every path of ParallelCluster's schema, with its type and what a change of it does."""

_STEP = re.compile(r"(?P<key>\w+)(\[(?P<told_apart_by>\w+)\])?")

_EVENTS = ("OnNodeStart", "OnNodeConfigured", "OnNodeUpdated")


@dataclass
class Part:
    """One key of the configuration.

    Attributes:
        told_apart_by: for a list of things, the key that tells them apart, mostly `Name`.
        parts: keys below it; none for a plain value, or for what is free to hold anything.
        type: what a plain value has to be, such as `Integer` or `List of String`.
    """

    told_apart_by: str | None = None
    parts: dict[str, "Part"] = field(default_factory=dict)
    type: str | None = None


@cache
def vocabulary() -> Part:
    """Return the top of the configuration."""
    paths: Mapping[str, Mapping[str, str]] = YAML(typ="safe").load(PATHS)
    return tree_of((path, said.get("type")) for path, said in paths.items())


def tree_of(paths: Iterable[tuple[str, str | None]]) -> Part:
    """Return paths such as `SharedStorage[Name].MountDir`, each with its type, as a tree."""
    top = Part()
    for path, kind in paths:
        here = top
        for step in _STEP.finditer(path):
            here = here.parts.setdefault(step["key"], Part())
            here.told_apart_by = here.told_apart_by or step["told_apart_by"]
            if step["key"] in _EVENTS:
                # Several scripts instead of one: ParallelCluster compares them as if they were one.
                here.parts.setdefault("Sequence", Part())
        here.type = kind
    return top
