"""Arguments as Python hands them over: a value of the wrong kind is a problem, not a traceback."""

import os
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

from virtuallab.errors import Problems
from virtuallab.request import Request

_PATHS = ("parent", "script", "output")
_TEXTS = ("include", "name")
_NUMBERS = (
    "vcpus",
    "memory_gib",
    "minutes",
    "gpus",
    "max_concurrency",
    "max_failures",
    "timeout_minutes",
)


def request_of(given: Mapping[str, Any], problems: Problems) -> Request:
    """Return a request of plain values; those of the wrong kind are told and left out.

    Args:
        given: the arguments of `fan_out`.
        problems: where to tell.
    """
    plain = dict(given)
    for what in _PATHS:
        plain[what] = _path(what, given[what], problems)
    for what in _TEXTS:
        plain[what] = _text(what, given[what], problems)
    for what in _NUMBERS:
        plain[what] = plain_number(given[what])
    plain["variables"] = _variables(given["variables"], problems)
    return Request(**plain)


def plain_number(value: object) -> object:
    """Return a number of any library as Python's own; everything else as it is."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return value
    return int(value) if isinstance(value, Integral) else float(value)


def _path(what: str, value: object, problems: Problems) -> str:
    text = os.fspath(value) if isinstance(value, str | os.PathLike) else None
    if isinstance(text, str):
        return text
    problems.add(what, f"is neither text nor path (got {_kind(value)})")
    return ""


def _text(what: str, value: object, problems: Problems) -> str | None:
    if value is None or isinstance(value, str):
        return value
    hint = "one pattern, such as *.fcs" if what == "include" else ""
    problems.add(what, f"is no text (got {_kind(value)})", hint)
    return None


def _variables(value: object, problems: Problems) -> Mapping[str, object]:
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return value
    message = f"is no mapping of names to values (got {_kind(value)})"
    problems.add("variables", message, 'such as {"CHANNEL": "FITC-A"}')
    return {}


def _kind(value: object) -> str:
    return type(value).__name__
