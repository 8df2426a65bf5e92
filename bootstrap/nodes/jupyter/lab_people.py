"""The people of the lab, as users.tsv names them: who may log in, as which Unix user."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FILE = Path("/opt/lab/lab/users.tsv")
"""Written by the lab's stack; read anew at each login and start, so the hub runs on."""


@dataclass(frozen=True)
class Person:
    """Somebody with a Unix account; the first project is the primary one."""

    name: str
    login: str
    projects: tuple[str, ...]


def people(file: Path = FILE) -> list[Person]:
    """Return everybody, in the order of the file."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        name, _, login, projects = line.split("\t")
        found.append(Person(name, login, tuple(filter(None, projects.split(",")))))
    return found


def with_login(login: str, everybody: Iterable[Person]) -> Person | None:
    """Return who logs in by a name; providers do not tell capitals from small letters.

    A login never counts as a Unix name: otherwise whoever calls themselves `ada` at the provider
    would work as Ada.
    """
    wanted = login.casefold()
    return next((each for each in everybody if wanted and each.login.casefold() == wanted), None)


def named(name: str, everybody: Iterable[Person]) -> Person | None:
    """Return who has a Unix name."""
    return next((each for each in everybody if each.name == name), None)
