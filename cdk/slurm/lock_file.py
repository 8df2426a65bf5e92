"""Lock files of conda environments, as `conda list --explicit --md5` prints them.

The server may be left out of each line, `conda-forge/linux-64/...`: nodes take conda's own.

Nothing is solved or searched for on nodes: each line is one package, by its address and checksum.
docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

MAKE = "conda list --explicit --md5"
"""The command that prints such a file."""

PLATFORMS = ("linux-64", "noarch")
"""What nodes can run."""

TRUSTED = ("conda-forge", "bioconda")
"""Channels whose packages everybody may use, and which nodes prefer in this order."""

_NOT_FREE = ("anaconda", "defaults", "free", "main", "msys2", "pro", "r")
_EXPLICIT = "@EXPLICIT"
_CHECKSUM = re.compile(r"[0-9a-f]{32}|(sha256:)?[0-9a-f]{64}")
_PLATFORM = re.compile(r"#\s*platform:\s*(\S+)")
_PACKAGE = re.compile(r"(?P<name>[\w.+-]+)-[\w.!+]+-[\w.+]+\.(conda|tar\.bz2)")


@dataclass(frozen=True)
class LockProblem:
    """What is wrong with one line of a lock file.

    Attributes:
        line: counted from 1; 0 when the whole file is meant.
        message: what is wrong; it never holds the line, as there may be a password in it.
        hint: what to do.
        warning: installs all the same, but may surprise.
    """

    line: int
    message: str
    hint: str
    warning: bool = False


def lock_problems(text: str) -> list[LockProblem]:
    """Return what keeps an environment from being built from a lock file; of each kind the first.

    Args:
        text: the content of the file.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    written = [(number, line) for number, line in lines if line]
    for number, line in written:
        found = _PLATFORM.fullmatch(line)
        if found and found[1] not in PLATFORMS:
            # Every line below would be told for the same reason.
            return [
                LockProblem(
                    number,
                    f"is for the platform {found[1]}, and nodes are {PLATFORMS[0]}",
                    "make it on the cluster, or on another Linux machine with x86_64",
                )
            ]
    told = [(number, line) for number, line in written if not line.startswith("#")]
    marks = [number for number, line in told if line == _EXPLICIT]
    if not marks:
        first = told[0][0] if told else 0
        return [LockProblem(first, f"has no line {_EXPLICIT}, so it is no lock file", _remake())]
    packages = [(number, line) for number, line in told if line != _EXPLICIT]
    if not packages:
        return [LockProblem(marks[0], "names no package", _remake())]
    return _first_of_each(
        [each for n, line in packages for each in _line(n, line)] + _twice(packages)
    )


def _line(number: int, line: str) -> Iterator[LockProblem]:
    address, _, checksum = line.partition("#")
    try:
        url = urlsplit(address)
    except ValueError:
        url = SplitResult("", "", "", "", "")
    somewhere = url.scheme or re.match(r"[^/]+/.*[^/]+/", url.path)
    if not somewhere or _PACKAGE.fullmatch(url.path.rsplit("/", 1)[-1]) is None:
        yield LockProblem(number, "is no address of a package, *.conda or *.tar.bz2", _remake())
        return
    if url.username or url.password or url.path.startswith("/t/"):
        hint = "take it out, and change it at the server: whoever reads the lab's files has it"
        yield LockProblem(number, "has a password or token in its address", hint)
    if url.scheme not in {"", "https"}:
        hint = "write https://, so that nobody on the way can change it"
        yield LockProblem(number, f"is fetched through {url.scheme}, not https", hint)
    if not checksum:
        yield LockProblem(number, "has no checksum", _remake())
    elif not _CHECKSUM.fullmatch(checksum):
        hint = "#, then 32 digits of md5, or #sha256: and 64 digits"
        yield LockProblem(number, "has a checksum that is none", hint)
    yield from _source(number, url.path)


def _source(number: int, path: str) -> Iterator[LockProblem]:
    *folders, platform, _ = path.split("/")
    if platform not in PLATFORMS:
        hint = "make it on the cluster, or on another Linux machine with x86_64"
        yield LockProblem(number, f"is a package for {platform or 'no platform'}", hint)
        return
    channel = folders[folders.index("label") - 1] if "label" in folders else folders[-1]
    if channel in _NOT_FREE or "pkgs" in folders:
        message = f"is from Anaconda's channel {channel}, which is not free for most labs"
        yield LockProblem(number, message, f"take it from {TRUSTED[0]}, and make the file again")
    elif channel not in TRUSTED:
        message = f"is from the channel {channel or 'without a name'}, which nobody here knows"
        hint = f"read its terms, or take the package from {' or '.join(TRUSTED)}"
        yield LockProblem(number, message, hint, warning=True)


def _twice(packages: list[tuple[int, str]]) -> list[LockProblem]:
    first: dict[str, int] = {}
    found = []
    for number, line in packages:
        match = _PACKAGE.fullmatch(line.partition("#")[0].rsplit("/", 1)[-1])
        if match and first.setdefault(match["name"], number) != number:
            message = f"names the package {match['name']} again"
            hint = f"it stands at line {first[match['name']]} already: keep one of the two"
            found.append(LockProblem(number, message, hint))
    return found


def _first_of_each(problems: list[LockProblem]) -> list[LockProblem]:
    """Return one problem of each kind: what a file's maker did wrong is wrong in every line."""
    kinds: dict[str, list[LockProblem]] = {}
    for each in sorted(problems, key=lambda problem: problem.line):
        kinds.setdefault(each.message, []).append(each)
    told = []
    for first, *others in kinds.values():
        more = f" ({len(others)} more lines are such)" if others else ""
        told.append(LockProblem(first.line, first.message + more, first.hint, first.warning))
    return told


def _remake() -> str:
    return f"make it with `{MAKE}`, in the environment"
