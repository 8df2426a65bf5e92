"""Holes in a tree of values: `${name}` stands for what is known only when it is deployed.

Holes are filled on the parsed tree and never in the text of a file, where what fills one could
change the meaning of its neighbours.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cdk.settings import Path

_HOLE = re.compile(r"\$(?:(?P<escaped>\$\{)|\{(?P<name>[A-Za-z0-9_.-]+)\}|(?P<broken>\{))")

Resolve = Callable[[str], object]
"""Returns what a hole stands for, or raises `LookupError` with a hint as its only argument."""


@dataclass(frozen=True)
class HoleProblem:
    """A hole that nothing fits into.

    Attributes:
        path: where in the tree.
        message: what is wrong.
        hint: what is nearest, and what to do.
        hole: as it was written.
    """

    path: Path
    message: str
    hint: str
    hole: str


class HolesError(ValueError):
    """All holes of one tree that cannot be filled."""

    def __init__(self, problems: list[HoleProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{each.message} - {each.hint}" for each in problems))


def holes(tree: object) -> Iterator[tuple[Path, str]]:
    """Yield each hole of a tree: the path of the text that has it, and its name."""
    for path, text in _texts(tree, ()):
        yield from ((path, found["name"]) for found in _HOLE.finditer(text) if found["name"])


def fill(tree: object, resolve: Resolve) -> object:
    """Return a tree with its holes filled.

    A hole that is a whole text becomes what it stands for, be it number, list or mapping; inside a
    text it becomes text or a number's digits. `$${` is a literal `${`.

    Args:
        tree: mappings, lists, plain values.
        resolve: says what a hole stands for.

    Raises:
        HolesError: with every hole that cannot be filled.
    """
    problems: list[HoleProblem] = []
    filled = _Filling(resolve, problems).value(tree, ())
    if problems:
        raise HolesError(problems)
    return filled


class _Filling:
    """One pass over one tree, noting every problem on the way."""

    def __init__(self, resolve: Resolve, problems: list[HoleProblem]) -> None:
        self.resolve = resolve
        self.problems = problems

    def value(self, tree: object, path: Path) -> object:
        if isinstance(tree, dict):
            return {
                self.key(key, path): self.value(value, (*path, key)) for key, value in tree.items()
            }
        if isinstance(tree, list):
            return [self.value(item, (*path, index)) for index, item in enumerate(tree)]
        return self.text(tree, path) if isinstance(tree, str) else tree

    def key(self, key: str, path: Path) -> str:
        if _HOLE.search(key):
            self.problems.append(
                HoleProblem((*path, key), "has a hole in a key", "holes fill values only", key)
            )
        return key

    def text(self, text: str, path: Path) -> object:
        if (whole := _HOLE.fullmatch(text)) and whole["name"]:
            return self.known(whole["name"], path)
        return _HOLE.sub(lambda found: self.part(found, path), text)

    def part(self, found: re.Match[str], path: Path) -> str:
        if found["escaped"]:
            return "${"
        if found["broken"]:
            hint = "close it, `${name}`, or write `$${` for a literal `${`"
            self.problems.append(HoleProblem(path, "opens a hole that is not closed", hint, "${"))
            return found[0]
        value = self.known(found["name"], path)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value)
        if value is not None:
            message = f"puts a {type(value).__name__} into a text ({found[0]})"
            hint = "let the hole be the whole value"
            self.problems.append(HoleProblem(path, message, hint, found[0]))
        return found[0]

    def known(self, name: str, path: Path) -> object:
        try:
            return self.resolve(name)
        except LookupError as error:
            message, hint = f"has a hole that nothing fills (${{{name}}})", str(error.args[0])
            self.problems.append(HoleProblem(path, message, hint, f"${{{name}}}"))
            return None


def _texts(tree: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _texts(value, (*path, key))
    elif isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from _texts(item, (*path, index))
    elif isinstance(tree, str):
        yield path, tree
