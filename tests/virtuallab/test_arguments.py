"""Tests of arguments as Python hands them over."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.virtuallab.bench import Bench
from tests.virtuallab.samples import request
from virtuallab import FanOutError
from virtuallab.arguments import plain_number, request_of
from virtuallab.errors import Problems

VARIABLES = 'such as {"CHANNEL": "FITC-A"}'


def _request(**changes: Any) -> tuple[dict[str, Any], list[str]]:  # noqa: ANN401
    problems = Problems()
    made = request_of({**vars(request()), **changes}, problems)
    return vars(made), [str(each) for each in problems]


def test_paths_and_numbers_of_any_library_are_taken() -> None:
    """As plain values, which become JSON."""
    given = {"parent": Path("raw/plates"), "minutes": Fraction(1, 2), "max_failures": None}
    made, problems = _request(**given, variables=None)
    assert problems == []
    assert (made["parent"], made["minutes"], made["variables"]) == ("raw/plates", 0.5, {})
    assert [type(plain_number(each)) for each in (1, Fraction(1), True)] == [int, float, bool]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"parent": 1}, "parent: is neither text nor path (got int)"),
        ({"output": None}, "output: is neither text nor path (got NoneType)"),
        ({"script": b"x.py"}, "script: is neither text nor path (got bytes)"),
        ({"include": ["*.fcs"]}, "include: is no text (got list) - one pattern, such as *.fcs"),
        ({"name": 1}, "name: is no text (got int)"),
        (
            {"variables": ["A=1"]},
            f"variables: is no mapping of names to values (got list) - {VARIABLES}",
        ),
    ],
)
def test_values_of_the_wrong_kind_are_told(change: dict[str, Any], told: str) -> None:
    """With the kind that was given."""
    assert _request(**change)[1] == [told]


def test_all_of_them_are_told_at_once(bench: Bench) -> None:
    """Each once, and not as something empty besides."""
    bench.upload("plates/a/1")
    with pytest.raises(FanOutError) as raised:
        bench.plan(output=1, script=2, include=3, variables=[4], memory_gib=None, client=5)
    told = [each.what for each in raised.value.problems]
    assert told == ["script", "output", "include", "variables", "client", "memory_gib"]
    with pytest.raises(FanOutError) as raised:
        bench.plan(output=1, script=2, vcpus="2")
    assert [each.what for each in raised.value.problems] == ["script", "output", "vcpus"]
