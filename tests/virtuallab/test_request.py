"""Tests of what is asked for."""

import pytest

from tests.virtuallab.samples import request
from virtuallab.errors import Problems
from virtuallab.sizes import Size


def _told(**changes: object) -> list[str]:
    problems = Problems()
    asked = request(**changes)
    asked.check_numbers(problems)
    asked.check_texts(problems)
    return [str(each) for each in problems]


def test_size_is_in_whole_mib() -> None:
    """Rounded up: a job never has less than it asked for."""
    assert request(memory_gib=1.0001, gpus=1).first == Size(1, 1025, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"vcpus": 0},
        {"vcpus": 1.5},
        {"vcpus": "2"},
        {"vcpus": True},
        {"gpus": -1},
        {"memory_gib": 0},
        {"memory_gib": float("nan")},
        {"memory_gib": float("inf")},
        {"memory_gib": None},
        {"memory_gib": 0.1},
        {"minutes": None},
        {"vcpus": None},
        {"timeout_minutes": 20_161},
        {"minutes": -1},
        {"timeout_minutes": 0},
        {"timeout_minutes": 0.5},
        {"max_concurrency": 0},
        {"max_concurrency": 10_001},
        {"max_failures": -1},
        {"include": "sub/*.fcs"},
        {"include": ""},
        {"include": "*" * 201},
    ],
    ids=str,
)
def test_impossible_numbers_and_texts_are_told(changes: dict[str, object]) -> None:
    """One problem, with what was given."""
    (problem,) = _told(**changes)
    assert "(got " in problem


def test_unit_is_told_to_who_writes_it() -> None:
    """The name of the argument says it already."""
    told = "memory_gib: needs a number of GiB (got '4 GB')"
    assert _told(memory_gib="4 GB") == [told]


def test_all_wrong_numbers_are_told_at_once() -> None:
    """Not one after the other."""
    assert len(_told(vcpus=0, memory_gib=-1, minutes=0)) == 3


def test_sensible_numbers_are_fine() -> None:
    """A whole number may be written as 2.0, and no failure may be allowed."""
    assert _told(vcpus=2.0, memory_gib=0.5, max_failures=0, include="*.fcs") == []
