"""What lies below a folder's results already: left by attempts, or a scientist's own files.

Before an attempt uploads, it writes the names to its `uploading.json`. An object that no such list
names was made by nobody but a person, and is neither replaced nor deleted.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from lab_runner.attempt import UPLOADING, Attempt
from lab_runner.errors import RefusalError
from lab_runner.location import Location
from lab_runner.store import Store
from lab_runner.wording import named


@dataclass(frozen=True)
class Present:
    """The names below a folder's results: those that attempts have listed, and all others."""

    made: frozenset[str]
    foreign: tuple[str, ...]


def present(attempt: Attempt, store: Store) -> Present:
    """Return what is there; the marks of folders that consoles make are nobody's."""
    names = {entry.name for entry in store.list(attempt.results) if not entry.is_mark}
    # Asked after the results: what an attempt uploads meanwhile is in a list by then. And for a
    # folder without results, as most are, not asked at all.
    listed = _listed(attempt.attempts, store) if names else set()
    return Present(frozenset(names & listed), tuple(sorted(names - listed)))


def refuse(where: Location, foreign: Sequence[str]) -> None:
    """Refuse to go on where somebody's own files are.

    Raises:
        RefusalError: There are some.
    """
    if not foreign:
        return
    files, them = ("1 file", "it") if len(foreign) == 1 else (f"{len(foreign)} files", "them")
    raise RefusalError(
        f"{where} holds {files} that no run has made: {named(foreign)}"
        f" - choose another output folder, or move {them} away"
    )


def _listed(attempts: Location, store: Store) -> set[str]:
    """Return every name that an attempt has listed before it uploaded."""
    names: set[str] = set()
    for entry in store.list(attempts):
        # What a failed attempt left may have this name too, in a folder below.
        _, _, name = entry.name.partition("/")
        if name == UPLOADING:
            names.update(_names(store.read(attempts.below(entry.name))))
    return names


def _names(body: bytes | None) -> list[str]:
    """Return the names of a list; one that cannot be read says of no object that it is ours."""
    try:
        names = json.loads(body or b"[]")
    except ValueError:
        return []
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
