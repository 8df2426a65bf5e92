"""Find template properties that no handler looked at: they were deployed by nobody."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

REPORT = "unread_properties.json"

Handler = Callable[..., Any]


class Tracked(dict[str, Any]):
    """A mapping that remembers which of its keys were read, in every nested mapping too.

    Blind spots: copying or walking a mapping reads its whole level, and an API that discards
    what it was sent is not seen. So tests ask the deployed services by boto3 as well.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__({key: track(value) for key, value in values.items()})
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401
        self.read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401
        """Return a value and note that it was read."""
        self.read.add(key)
        return super().get(key, default)

    def pop(self, key: str, *default: Any) -> Any:  # noqa: ANN401
        """Remove a value and note that it was read."""
        self.read.add(key)
        return super().pop(key, *default)

    def items(self) -> Any:  # noqa: ANN401
        """Return this level, all of it read; nested levels count when they are read themselves."""
        self.read.update(dict.keys(self))
        return super().items()

    def values(self) -> Any:  # noqa: ANN401
        """Return the values of this level, all of it read."""
        self.read.update(dict.keys(self))
        return super().values()

    def __iter__(self) -> Iterator[str]:
        self.read.update(dict.keys(self))
        return super().__iter__()

    def copy(self) -> dict[str, Any]:
        """Return an untracked copy; whoever takes it has read everything."""
        _read_all(self)
        return {key: untrack(value) for key, value in dict.items(self)}

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return self.copy()


def track(value: Any) -> Any:  # noqa: ANN401
    """Return a value whose mappings remember what was read."""
    if isinstance(value, dict):
        return Tracked(value)
    return [track(item) for item in value] if isinstance(value, list) else value


def untrack(value: Any) -> Any:  # noqa: ANN401
    """Return a value as plain mappings and lists, without noting that it was read."""
    if isinstance(value, dict):
        return {key: untrack(item) for key, item in dict.items(value)}
    return [untrack(item) for item in value] if isinstance(value, list) else value


def unread(value: Any, prefix: str = "") -> Iterator[str]:  # noqa: ANN401
    """Yield the dotted paths of properties that were never read."""
    if isinstance(value, Tracked):
        for key, item in dict.items(value):
            if key not in value.read:
                yield f"{prefix}{key}"
            else:
                yield from unread(item, f"{prefix}{key}.")
    elif isinstance(value, list):
        for item in value:
            yield from unread(item, prefix)


def unread_changes(old: Mapping[str, Any], new: Tracked) -> Iterator[str]:
    """Yield the paths of changed properties, removed ones included, that an update never read."""
    now: dict[str, Any] = untrack(new)
    changed = {key for key in {*old, *now} if old.get(key) != now.get(key)}
    removed = changed - now.keys() - new.read
    looked_past = {path for path in unread(new) if path.partition(".")[0] in changed}
    yield from sorted(f"{path} (update)" for path in removed | looked_past)


class Audit:
    """The report of one emulator: resource type to paths, kept in a JSON file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        found = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        self._found: dict[str, set[str]] = {kind: set(paths) for kind, paths in found.items()}

    def watch_create(self, kind: str, handler: Handler) -> Handler:
        """Return a create handler that reports what it left unread."""

        def create(logical_id: str, properties: dict[str, Any], *rest: Any) -> Any:  # noqa: ANN401
            tracked = Tracked(properties)
            result = handler(logical_id, tracked, *rest)
            self._add(kind, set(unread(tracked)))
            return result

        return create

    def watch_update(self, kind: str, handler: Handler) -> Handler:
        """Return an update handler that reports which changes it left unread."""

        def update(physical_id: str, old: dict[str, Any], new: dict[str, Any], *rest: Any) -> Any:  # noqa: ANN401
            tracked = Tracked(new)
            result = handler(physical_id, old, tracked, *rest)
            self._add(kind, set(unread_changes(old, tracked)))
            return result

        return update

    def _add(self, kind: str, paths: set[str]) -> None:
        """Add paths to the report and write it when it grew."""
        with self._lock:
            known = self._found.setdefault(kind, set())
            if paths <= known:
                return
            known |= paths
            report = {kind: sorted(paths) for kind, paths in self._found.items() if paths}
            staging = self._file.with_suffix(".new")
            staging.write_text(json.dumps(report, indent=1, sort_keys=True), encoding="utf-8")
            staging.replace(self._file)


def _read_all(value: Any) -> None:  # noqa: ANN401
    """Note every property below a value as read."""
    if isinstance(value, Tracked):
        value.read.update(dict.keys(value))
        for item in dict.values(value):
            _read_all(item)
    elif isinstance(value, list):
        for item in value:
            _read_all(item)
