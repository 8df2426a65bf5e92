"""Small changes of a cluster file, as the data files of these tests write them."""

import copy
import re
from collections.abc import Mapping
from typing import Any

Tree = dict[str, Any]

_STEP = re.compile(r"(?P<key>[A-Za-z0-9]+)(?:\[(?P<item>[^\]]+)\])?(?:/|$)")
KEYS = ("Name", "InstanceType", "Policy", "BucketName", "Key")
"""By which ParallelCluster tells the items of its lists apart."""


def edited(
    tree: Tree,
    *,
    put: Mapping[str, Any] | None = None,
    add: Mapping[str, list[Any]] | None = None,
    remove: tuple[str, ...] | list[str] = (),
    copies: Mapping[str, int] | None = None,
) -> Tree:
    """Return a changed copy of a cluster file.

    Args:
        tree: the file.
        put: a value for each path, such as `Scheduling/SlurmQueues[cpu]/CapacityType`.
        add: items to put at the end of the list at each path.
        remove: paths of what goes.
        copies: how often the item at each path is repeated, under other names.
    """
    # What an anchor of YAML repeats would otherwise be changed in every place at once.
    new: Tree = _unshared(tree)
    for path, value in (put or {}).items():
        parent, key = _place(new, path)
        parent[key] = copy.deepcopy(value)
    for path, items in (add or {}).items():
        parent, key = _place(new, path)
        parent.setdefault(key, []).extend(copy.deepcopy(items))
    for path in remove:
        parent, key = _place(new, path)
        del parent[key]
    for path, number in (copies or {}).items():
        parent, key = _place(new, path)
        item = parent[key]
        parent.extend({**copy.deepcopy(item), "Name": f"copy-{n}"} for n in range(number))
    return new


def _place(tree: Any, path: str) -> tuple[Any, Any]:  # noqa: ANN401 - any part of a tree
    """Return what holds the thing at a path, and its key or index there."""
    parent, key = None, None
    for step in _STEP.finditer(path):
        if parent is not None:
            tree = parent.setdefault(key, {}) if isinstance(parent, dict) else parent[key]
        parent, key = tree, step["key"]
        if step["item"]:
            parent, key = tree[key], _index(tree[key], step["item"])
    return parent, key


def _index(items: list[Tree], wanted: str) -> int:
    found = [n for n, item in enumerate(items) if wanted in [item.get(key) for key in KEYS]]
    return found[0]


def _unshared(tree: Any) -> Any:  # noqa: ANN401 - any part of a tree
    if isinstance(tree, dict):
        return {key: _unshared(value) for key, value in tree.items()}
    return [_unshared(each) for each in tree] if isinstance(tree, list) else tree


def stringified(tree: Any) -> Any:  # noqa: ANN401 - any part of a tree
    """Return a tree as a custom resource gets it: CloudFormation makes every scalar a string."""
    if isinstance(tree, dict):
        return {key: stringified(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [stringified(each) for each in tree]
    return str(tree).lower() if isinstance(tree, bool) else str(tree)
