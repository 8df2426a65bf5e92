"""Tests of submitting from a terminal."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from cdk.errors import LabError
from console.errors import ConsoleError
from console.submit import parse_variables, submit
from tests.console.conftest import Submitting
from tests.virtuallab.bench import PASSING
from virtuallab import Plan, Progress, Run

NewDesk = Callable[..., Submitting]


def _submit(place: Submitting, options: dict[str, Any] | None = None, **changes: bool) -> None:
    what = ("raw/plates", str(place.bench.script), "results/counts")
    modes = {"dry_run": False, "wait": False, "as_json": False, **changes}
    submit(place.desk, what, options or {}, **modes)


def test_variables_are_read_as_they_stand() -> None:
    """A value may hold an equals sign, or nothing."""
    assert parse_variables(["A=1", "B=x=y", "C="]) == {"A": "1", "B": "x=y", "C": ""}


@pytest.mark.parametrize("given", [["A"], ["A=1", "A=2"]])
def test_unclear_variables_are_refused(given: list[str]) -> None:
    """The last one would win in silence."""
    with pytest.raises(ConsoleError, match=r"^--var A") as raised:
        parse_variables(given)
    assert raised.value.exit_code == 2


def test_dry_run_lists_jobs_and_starts_nothing(
    new_desk: NewDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    """The price is told before anybody pays it."""
    place = new_desk()
    _submit(place, dry_run=True)
    printed = capsys.readouterr().out
    assert "2 jobs of count.py" in printed
    assert [line.split()[:2] for line in printed.splitlines()[-2:]] == [["a", "1"], ["b", "1"]]
    assert (
        place.bench.project.states.list_executions(
            stateMachineArn=place.bench.plan().settings.state_machine_arn
        )["executions"]
        == []
    )


def test_dry_run_is_json_for_scripts(new_desk: NewDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """With every job and both prices."""
    place = new_desk()
    _submit(place, {"vcpus": 2}, dry_run=True, as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert [job["folder"] for job in printed["jobs"]] == ["a", "b"]
    assert printed["first"]["vcpus"] == 2
    assert printed["usd"]["low"] < printed["usd"]["high"]


def test_name_alone_is_printed_where_nobody_waits(
    new_desk: NewDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script can keep it."""
    place = new_desk()
    _submit(place)
    name = capsys.readouterr().out.strip()
    _submit(place, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"run": name}
    assert name == f"{place.bench.plan().family}-1"


def test_waiting_ends_with_what_came_out(
    new_desk: NewDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Progress goes to standard error."""
    place = new_desk(PASSING)
    _submit(place, wait=True)
    printed = capsys.readouterr()
    assert "DONE, " in printed.err
    assert "DONE, " not in printed.out
    assert f"results: s3://lab-results/{place.bench.root}counts/" in printed.out


def test_nothing_to_do_names_no_run_that_never_was(
    new_desk: NewDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the results are is told, as they are there."""
    place = new_desk(PASSING)
    place.bench.complete("a", "b")
    output = f"s3://lab-results/{place.bench.root}counts/"
    for wait in (False, True):
        _submit(place, wait=wait, as_json=True)
        told = {"run": None, "status": "NOTHING_TO_DO", "output": output, "complete": 2}
        assert json.loads(capsys.readouterr().out) == told
    _submit(place)
    printed = capsys.readouterr()
    assert printed.out == f"results: {output}\n"
    assert place.bench.plan().family not in printed.err


def test_failed_folders_are_exit_code_1(new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that tells why."""
    place = new_desk(PASSING)
    done = Progress("count-1-1", "SUCCEEDED", total=2, succeeded=1, failed=1)
    monkeypatch.setattr(Run, "progress", lambda _: done)
    with pytest.raises(ConsoleError, match="1 folder failed, DONE with failures: lab") as raised:
        _submit(place, wait=True)
    assert raised.value.exit_code == 1


def test_problems_are_findings(new_desk: NewDesk) -> None:
    """All at once, as those of the YAML."""
    with pytest.raises(LabError) as raised:
        _submit(new_desk(), {"vcpus": 0, "variables": {"PATH": "x"}})
    assert [each.path for each in raised.value.findings] == ["variables PATH", "vcpus"]


def test_interrupted_submission_can_be_repeated(
    new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C before the start is 130 too."""

    def interrupt(_: Plan) -> Run:
        raise KeyboardInterrupt

    monkeypatch.setattr(Plan, "submit", interrupt)
    with pytest.raises(ConsoleError, match="the same command goes on") as raised:
        _submit(new_desk())
    assert raised.value.exit_code == 130
