"""Requests to the stand-in: which objects they are about, and what is done with them."""

from dataclasses import dataclass
from http import HTTPMethod
from typing import Any

from tests.kubernetes.manifests import Manifest
from tests.kubernetes_api.discovery import describe
from tests.kubernetes_api.patches import merge
from tests.kubernetes_api.refusals import RefusedError
from tests.kubernetes_api.resources import Resource
from tests.kubernetes_api.selectors import selects
from tests.kubernetes_api.store import Key, Store, Write


@dataclass(frozen=True)
class Request:
    """One request of a client.

    Attributes:
        method: of HTTP.
        path: in parts.
        query: its parameters.
        content_type: of the body.
        client: the program's name, which is the manager's unless it says another.
        body: what was sent.
    """

    method: HTTPMethod
    path: tuple[str, ...]
    query: dict[str, str]
    content_type: str
    client: str
    body: Manifest

    @property
    def write(self) -> Write:
        """How the client writes."""
        return Write(
            manager=self.query.get("fieldManager") or self.client,
            dry_run="dryRun" in self.query,
            force=self.query.get("force") == "true",
        )

    def selects(self, manifest: Manifest) -> bool:
        """Tell whether a list or watch asks for an object."""
        labels, fields = self.query.get("labelSelector", ""), self.query.get("fieldSelector", "")
        return selects(labels, fields, manifest)


def answer(store: Store, request: Request) -> tuple[int, dict[str, Any]]:
    """Do what a request asks for.

    Returns:
        The HTTP status and the body.

    Raises:
        RefusedError: if the server says no.
    """
    told = describe(request.path, store.resources.values(), store.kubernetes)
    if told is not None:
        return 200, told
    resource, namespace, names = target(store, request)
    if not names:
        if request.method is HTTPMethod.GET:
            return 200, _list(store, request, resource, namespace)
        name = request.body["metadata"].get("name")
        if not name:
            raise RefusedError(422, "Invalid", f"{resource.kind}: metadata.name: Required value")
        return 201, store.create(Key(resource, namespace, name), request.body, request.write)
    return 200, _change(store, request, Key(resource, namespace, names[0]))


def _change(store: Store, request: Request, key: Key) -> Manifest:
    if request.method is HTTPMethod.PATCH and "apply-patch" in request.content_type:
        return store.apply(key, request.body, request.write)
    if request.method is HTTPMethod.PATCH:
        return store.replace(key, merge(store.get(key), request.body), request.write)
    if request.method is HTTPMethod.PUT:
        return store.replace(key, request.body, request.write)
    if request.method is HTTPMethod.DELETE:
        return store.delete(key, dry_run=request.write.dry_run)
    return store.get(key)


def target(store: Store, request: Request) -> tuple[Resource, str, tuple[str, ...]]:
    """Return what a path is about: the kind, the namespace, and the name if there is one.

    Raises:
        RefusedError: if there is no such kind.
    """
    core = request.path[:1] == ("api",)
    group_version = "/".join(request.path[1:2] if core else request.path[1:3])
    rest = request.path[2:] if core else request.path[3:]
    namespace = ""
    if len(rest) > 2 and rest[0] == "namespaces":
        namespace, rest = rest[1], rest[2:]
    resource = store.resources.get((group_version, rest[0])) if rest else None
    if resource is None or len(rest) > 2:
        message = f"the server could not find the requested resource ({'/'.join(request.path)})"
        raise RefusedError(404, "NotFound", message)
    return resource, namespace, rest[1:]


def _list(store: Store, request: Request, resource: Resource, namespace: str) -> dict[str, Any]:
    return {
        "apiVersion": resource.group_version,
        "kind": f"{resource.kind}List",
        "metadata": {"resourceVersion": str(store.version)},
        "items": [each for each in store.list(resource, namespace) if request.selects(each)],
    }
