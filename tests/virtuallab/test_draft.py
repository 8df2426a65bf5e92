"""Tests of how a plan is made of what was found."""

from typing import Any

import pytest

from tests.virtuallab.samples import OUTPUT, PARENT, request, settings
from virtuallab.draft import Draft
from virtuallab.folders import Folder, Listing
from virtuallab.plan import Plan
from virtuallab.project import Project
from virtuallab.script import Script
from virtuallab.sizes import Size
from virtuallab.work import Work

PROJECT = Project("demo", "dev", "screen", lambda _: None)


def _plan(
    folders: int = 100,
    *,
    body: bytes = b"1",
    environment: list[dict[str, str]] | None = None,
    told: dict[str, object] | None = None,
    **changes: Any,  # noqa: ANN401
) -> Plan:
    todo = tuple(Folder(f"f{number}", 1, 10) for number in range(folders))
    work = Work(Listing(), todo, frozenset(), ())
    found = settings(**(told or {}))
    script = Script("count.py", body)
    return Draft(
        PROJECT, found, request(**changes), script, environment or [], PARENT, OUTPUT, work
    ).plan()


def test_every_folder_is_a_job_with_its_price() -> None:
    """And the sum is the price of all."""
    plan = _plan(3)
    assert [job.folder for job in plan.jobs] == ["f0", "f1", "f2"]
    assert plan.jobs[0].usd.low is not None
    assert plan.usd.low == pytest.approx(3 * plan.jobs[0].usd.low)


def test_concurrency_is_what_was_asked_for_and_what_the_lab_holds() -> None:
    """320 vCPUs hold 80 jobs of 4, and 40 is the project's own number."""
    assert _plan().concurrency == 40
    assert _plan(max_concurrency=90, vcpus=4, memory_gib=4).concurrency == 80
    assert _plan(2).concurrency == 2


def test_ceiling_of_vcpus_is_told() -> None:
    """Why only so many run at once is the most common question."""
    (note,) = _plan(vcpus=16).notes
    assert note.startswith("the lab's ceiling of 320 vCPUs holds 20 jobs at a time, not 40")
    assert _plan(told={"max_vcpus": {"spot": 1, "on_demand": 0}}, memory_gib=1).concurrency == 1


def test_ceiling_of_gpus_is_not_guessed() -> None:
    """Where the lab does not say it."""
    assert _plan(gpus=1).concurrency == 40


def test_second_size_at_the_largest_machine_is_told() -> None:
    """So that nobody counts on twice the memory."""
    plan = _plan(5, memory_gib=100)
    assert plan.second == Size(2, 176947)
    assert plan.notes == ("the second try ends at the largest machine: 2 vCPU, 172.8 GiB",)
    factors = {"memory_factor": 1.0, "vcpu_factor": 1.0}
    assert "the second try has the same size" in _plan(5, told={"escalation": factors}).notes[0]


def test_same_work_has_the_same_name() -> None:
    """Whatever the price of it is today, and however many run at once."""
    plan = _plan()
    assert plan.family.startswith("count-")
    assert len(plan.family) == len("count-") + 10
    assert _plan(minutes=99, max_concurrency=3, max_failures=1).family == plan.family
    assert _plan(name="my try!").family == f"my-try-{plan.family.removeprefix('count-')}"


@pytest.mark.parametrize(
    "changes",
    [
        {"body": b"2"},
        {"folders": 99},
        {"vcpus": 2},
        {"memory_gib": 5},
        {"gpus": 1},
        {"timeout_minutes": 60},
        {"include": "*.fcs"},
        {"environment": [{"Name": "A", "Value": "1"}]},
    ],
    ids=str,
)
def test_other_work_has_another_name(changes: dict[str, Any]) -> None:
    """Everything that may change results."""
    assert _plan(**changes).family != _plan().family
