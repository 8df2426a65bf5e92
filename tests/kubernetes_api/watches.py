"""Watches: what happens to objects, told to clients while it happens."""

import threading
import time
from collections.abc import Iterator
from typing import Any

from tests.kubernetes_api.requests import Request, target
from tests.kubernetes_api.resources import Resource
from tests.kubernetes_api.store import Event, Store

_TICK_SECONDS = 0.2


def watch(
    store: Store, request: Request, seconds: int, stopping: threading.Event
) -> Iterator[dict[str, Any]]:
    """Return what happens to the objects that a watch asks for, until its time is over.

    Raises:
        RefusedError: if there is no such kind.
    """
    resource, namespace, names = target(store, request)
    bookmarks = request.query.get("sendInitialEvents") == "true"

    def tells(event: Event) -> bool:
        key = event.key
        here = key.resource == resource and namespace in {"", key.namespace}
        return here and names in {(), (key.name,)} and request.selects(event.manifest)

    def told() -> Iterator[dict[str, Any]]:
        for event in _events(store, request, time.monotonic() + seconds, stopping):
            if event is None and bookmarks:
                yield _bookmark(store, resource)
            elif event is not None and tells(event):
                yield {"type": event.type, "object": event.manifest}

    return told()


def _events(
    store: Store, request: Request, end: float, stopping: threading.Event
) -> Iterator[Event | None]:
    """Yield what is there if that is asked for, `None` after it, then what happens."""
    seen = int(request.query.get("resourceVersion") or "0")
    if request.query.get("sendInitialEvents") == "true" or not seen:
        with store.changed:
            seen, there = store.version, list(store.objects.items())
        yield from (Event(seen, "ADDED", key, manifest) for key, manifest in there)
    yield None
    while time.monotonic() < end and not stopping.is_set():
        with store.changed:
            if store.version == seen:
                store.changed.wait(_TICK_SECONDS)
            news = store.events[seen:]
        seen += len(news)
        yield from news


def _bookmark(store: Store, resource: Resource) -> dict[str, Any]:
    metadata = {
        "resourceVersion": str(store.version),
        "annotations": {"k8s.io/initial-events-end": "true"},
    }
    body = {"apiVersion": resource.group_version, "kind": resource.kind, "metadata": metadata}
    return {"type": "BOOKMARK", "object": body}
