"""Names of folders: they become keys, environment variables and paths on a Linux machine."""

import re
import shlex
import unicodedata
from collections.abc import Iterable, Sequence

from virtuallab.errors import Problems
from virtuallab.nearest import MOST_NAMED, first_ones
from virtuallab.places import Place
from virtuallab.words import count_of

MOST_CHARACTERS = 100
_PLAIN = re.compile(r"[A-Za-z0-9._-]+")


def check_names(names: Sequence[str], parent: Place, problems: Problems) -> None:
    """Tell which folders cannot be analysed under their name, each with the command to rename."""
    taken = {name.lower() for name in names}
    bad = [name for name in names if not _is_plain(name)]
    for name in bad[:MOST_NAMED]:
        better = _free(suggested(name), taken)
        message = f"folder {name!r} has characters other than letters, digits, . _ and -"
        problems.add(parent.uri, message, f"rename it: {_command(parent, name, better)}")
    if more := max(0, len(bad) - MOST_NAMED):
        have = "have such names" if more > 1 else "has such a name"
        problems.add(parent.uri, f"{count_of(more, 'more folder')} {have}", "rename likewise")
    if long := [name for name in names if len(name) > MOST_CHARACTERS]:
        folders = count_of(len(long), "folder")
        message = f"{folders} with a name of more than {MOST_CHARACTERS} characters"
        problems.add(parent.uri, f"{message}: {first_ones(long)}", "give them shorter names")
    if alike := list(_alike(names)):
        message = f"names differ in nothing but upper and lower case: {first_ones(alike)}"
        problems.add(parent.uri, message, "rename one of each, or results would be mixed up")


def suggested(name: str) -> str:
    """Return a name of plain characters that still resembles a given one."""
    # Letters lose their accents first, then what is left of other characters becomes a hyphen.
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    plain = re.sub(r"[^A-Za-z0-9._]+", "-", letters).strip("-.")
    return plain[:MOST_CHARACTERS] or "folder"


def _is_plain(name: str) -> bool:
    return _PLAIN.fullmatch(name) is not None and name.strip(".") != ""


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while free.lower() in taken:
        free, number = f"{name}-{number}", number + 1
    taken.add(free.lower())
    return free


def _command(parent: Place, name: str, better: str) -> str:
    source, target = (shlex.quote(f"{parent.uri}{each}/") for each in (name, better))
    return f"aws s3 mv --recursive {source} {target}"


def _alike(names: Iterable[str]) -> Iterable[str]:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.lower(), name)
        if other != name:
            yield f"{other} and {name}"
