"""The objects of the stand-in, in memory, and what happened to them."""

import copy
import threading
from dataclasses import dataclass, field
from typing import Any

from tests.kubernetes.manifests import Manifest
from tests.kubernetes_api.admission import admit
from tests.kubernetes_api.field_owners import FieldOwners
from tests.kubernetes_api.readiness import status_of
from tests.kubernetes_api.refusals import RefusedError, not_found
from tests.kubernetes_api.resources import Resource, built_in, defined_by

_CREATED = "2026-01-01T00:00:00Z"


@dataclass(frozen=True)
class Key:
    """Where an object is; the namespace is empty for what has none."""

    resource: Resource
    namespace: str
    name: str


@dataclass(frozen=True)
class Event:
    """What happened to an object: `ADDED`, `MODIFIED` or `DELETED`, and the object then."""

    version: int
    type: str
    key: Key
    manifest: Manifest


@dataclass(frozen=True)
class Write:
    """How a client writes: its name among the managers of fields, and whether it only tries."""

    manager: str = "test"
    dry_run: bool = False
    force: bool = False


@dataclass
class Store:
    """All objects of one stand-in, changed under one lock.

    Attributes:
        kubernetes: the version that it checks objects for, such as `1.36`.
        resources: what it knows, by apiVersion and plural.
        objects: what is there.
        events: what happened, in order.
        changed: waits for the next event.
    """

    kubernetes: str
    resources: dict[tuple[str, str], Resource] = field(default_factory=dict)
    objects: dict[Key, Manifest] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    _owners: dict[Key, FieldOwners] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start with what every cluster has."""
        self.resources = {(each.group_version, each.plural): each for each in built_in()}
        namespaces = self.resources["v1", "namespaces"]
        for name in ("default", "kube-system"):
            manifest = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
            self.create(Key(namespaces, "", name), manifest, Write("kube-apiserver"))

    @property
    def version(self) -> int:
        """The number of the last event."""
        return len(self.events)

    def get(self, key: Key) -> Manifest:
        """Return an object.

        Raises:
            RefusedError: if it is not there.
        """
        if key not in self.objects:
            raise not_found(key.resource.plural, key.name)
        return copy.deepcopy(self.objects[key])

    def list(self, resource: Resource, namespace: str) -> list[Manifest]:
        """Return the objects of one kind, of one namespace or of all."""
        return [
            copy.deepcopy(manifest)
            for key, manifest in self.objects.items()
            if key.resource == resource and namespace in ("", key.namespace)
        ]

    def create(self, key: Key, manifest: Manifest, write: Write) -> Manifest:
        """Keep a new object.

        Raises:
            RefusedError: if it is there, or not right, or its namespace is missing.
        """
        if key in self.objects:
            message = f'{key.resource.plural} "{key.name}" already exists'
            raise RefusedError(409, "AlreadyExists", message)
        owners = FieldOwners()
        owners.note(write.manager, {}, manifest)
        return self._keep(key, manifest, owners, write)

    def replace(self, key: Key, manifest: Manifest, write: Write) -> Manifest:
        """Keep an object as it is now, after an update or a patch.

        Raises:
            RefusedError: if it is not there, or not right.
        """
        old, owners = self.get(key), copy.deepcopy(self._owners[key])
        owners.note(write.manager, old, manifest)
        return self._keep(key, manifest, owners, write)

    def apply(self, key: Key, manifest: Manifest, write: Write) -> Manifest:
        """Keep an object as a server-side apply wants it, new or not.

        Raises:
            RefusedError: if it is not right, or another manager owns one of its fields.
        """
        old = self.get(key) if key in self.objects else {}
        owners = copy.deepcopy(self._owners[key]) if old else FieldOwners()
        new = owners.apply(write.manager, old, manifest, force=write.force)
        return self._keep(key, new, owners, write)

    def delete(self, key: Key, *, dry_run: bool = False) -> Manifest:
        """Remove an object, and with a namespace or a definition all that is in it.

        Raises:
            RefusedError: if it is not there.
        """
        manifest = self.get(key)
        if dry_run:
            return manifest
        del self.objects[key], self._owners[key]
        for inner in [each for each in self.objects if _is_inside(each, key, manifest)]:
            self.delete(inner)
        if key.resource.kind == "CustomResourceDefinition":
            for resource in defined_by(manifest):
                del self.resources[resource.group_version, resource.plural]
        self._tell("DELETED", key, manifest)
        return manifest

    def _keep(self, key: Key, given: Manifest, owners: FieldOwners, write: Write) -> Manifest:
        old = self.objects.get(key)
        manifest = _with_server_fields(key, given, old, self.version + 1)
        if key.namespace:
            self.get(Key(self.resources["v1", "namespaces"], "", key.namespace))
        admit(key.resource, manifest, old, self.kubernetes)
        if status := status_of(manifest):
            manifest["status"] = status
        if not write.dry_run:
            self.objects[key], self._owners[key] = manifest, owners
            if key.resource.kind == "CustomResourceDefinition":
                for resource in defined_by(manifest):
                    self.resources[resource.group_version, resource.plural] = resource
            self._tell("MODIFIED" if old else "ADDED", key, manifest)
        return copy.deepcopy(manifest)

    def _tell(self, type_: str, key: Key, manifest: Manifest) -> None:
        with self.changed:
            self.events.append(Event(self.version + 1, type_, key, copy.deepcopy(manifest)))
            self.changed.notify_all()


def _with_server_fields(key: Key, given: Manifest, old: Manifest | None, version: int) -> Manifest:
    manifest = copy.deepcopy(given)
    manifest.pop("status", None)
    before = (old or {}).get("metadata", {})
    same = old is not None and _content(old) == _content(manifest)
    metadata: dict[str, Any] = manifest["metadata"]
    metadata |= {
        "name": key.name,
        "uid": before.get("uid", f"00000000-0000-4000-8000-{version:012d}"),
        "creationTimestamp": _CREATED,
        "resourceVersion": str(version),
        "generation": before.get("generation", 0) + (not same),
    }
    if key.namespace:
        metadata["namespace"] = key.namespace
    return manifest


def _content(manifest: Manifest) -> Manifest:
    return {key: value for key, value in manifest.items() if key not in {"metadata", "status"}}


def _is_inside(each: Key, outer: Key, manifest: Manifest) -> bool:
    if outer.resource.kind == "Namespace":
        return each.namespace == outer.name
    if outer.resource.kind == "CustomResourceDefinition":
        return each.resource in set(defined_by(manifest))
    return False
