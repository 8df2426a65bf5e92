"""Server-side apply: who owns which field of an object, and what an apply does with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.kubernetes.manifests import Manifest
from tests.kubernetes_api.refusals import RefusedError

Path = tuple[str, ...]
_IDENTITY = {("apiVersion",), ("kind",), ("metadata", "name"), ("metadata", "namespace")}
_OURS = {
    ("metadata", name)
    for name in ("creationTimestamp", "generation", "managedFields", "resourceVersion", "uid")
}


def leaves(manifest: Manifest) -> dict[Path, Any]:
    """Return the fields of an object that can be owned; null is none, a list is one."""

    def walk(node: object, path: Path) -> Iterator[tuple[Path, Any]]:
        if isinstance(node, dict) and node:
            for key, value in node.items():
                yield from walk(value, (*path, key))
        elif (
            path and node is not None and path not in _IDENTITY | _OURS and path[:1] != ("status",)
        ):
            yield path, node

    return dict(walk(manifest, ()))


@dataclass
class FieldOwners:
    """The managers of one object's fields; real servers tell it as `metadata.managedFields`."""

    fields: dict[str, set[Path]] = field(default_factory=dict)

    def note(self, manager: str, old: Manifest, new: Manifest) -> None:
        """Give a manager what it has changed by a create, an update or a patch."""
        before, after = leaves(old), leaves(new)
        changed = {
            path for path, value in after.items() if path not in before or before[path] != value
        }
        for paths in self.fields.values():
            paths.difference_update(changed, before.keys() - after.keys())
        self.fields.setdefault(manager, set()).update(changed)

    def apply(self, manager: str, old: Manifest, wanted: Manifest, *, force: bool) -> Manifest:
        """Return the object after an apply; what the manager no longer wants is gone.

        Raises:
            RefusedError: if another manager owns a field and has another value in it.
        """
        live, asked = leaves(old), leaves(wanted)
        for other, paths in self.fields.items():
            disputed = {path for path in paths & asked.keys() if live.get(path) != asked[path]}
            if other != manager and disputed and not force:
                where = ".".join(min(disputed))
                message = f'Apply failed with 1 conflict: conflict with "{other}": .{where}'
                raise RefusedError(409, "Conflict", message)
            if other != manager:
                paths.difference_update(disputed)
        shared = set[Path]().union(*(own for name, own in self.fields.items() if name != manager))
        dropped = self.fields.get(manager, set()) - asked.keys() - shared
        self.fields[manager] = {*asked}
        kept = {path: value for path, value in live.items() if path not in dropped} | asked
        return _tree(old or wanted, kept)


def _tree(identity: Manifest, fields: dict[Path, Any]) -> Manifest:
    new: Manifest = {"metadata": {}}
    for path in _IDENTITY | _OURS:
        node: Any = identity
        for key in path:
            node = (node or {}).get(key)
        if node is not None:
            fields = fields | {path: node}
    for path, value in fields.items():
        target = new
        for key in path[:-1]:
            target = target.setdefault(key, {})
        if value == {}:
            target.setdefault(path[-1], {})
        else:
            target[path[-1]] = value
    return new
