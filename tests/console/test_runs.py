"""Tests of runs at a terminal."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cdk.errors import LabError
from console.errors import ConsoleError
from console.runs import cancel, choose_project, follow, list_runs, results, show
from tests.console.conftest import SMALL_LAB, Submitting, let_submit
from virtuallab import Problem, Progress, Run
from virtuallab.errors import LostError


@pytest.fixture
def place(new_desk: Callable[..., Submitting]) -> Submitting:
    """Return a project whose runs wait until they are stopped."""
    return new_desk()


@pytest.fixture
def run(place: Submitting) -> Run:
    """Return a run that is under way."""
    return place.bench.plan().submit()


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """Return the small lab, to be written to."""
    shutil.copytree(SMALL_LAB, tmp_path / "lab")
    return tmp_path / "lab"


def test_runs_are_listed(place: Submitting, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """As a table or as JSON."""
    list_runs(place.desk, as_json=False)
    assert capsys.readouterr().out.splitlines()[1].split()[:2] == [run.name, "RUNNING"]
    list_runs(place.desk, as_json=True)
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["name"], listed["state"], listed["failed"]) == (run.name, "RUNNING", None)


def test_newest_run_is_shown(
    place: Submitting, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless another is named."""
    show(place.desk, None, watch=False, as_json=True)
    shown = json.loads(capsys.readouterr().out)
    assert (shown["run"], shown["status"]) == (run.name, "RUNNING")
    with pytest.raises(LabError, match="has no run of this name"):
        show(place.desk, "nothing", watch=False, as_json=False)


def test_failed_folders_are_shown_with_their_reason(
    place: Submitting, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the price of the whole run."""
    csv = "folder,outcome,seconds,cost_usd,jobs,reason,log\na,failed,2,0.01,j,exit [1],\n"
    summary = '{"cost_usd": 1.5, "seconds": 100}'
    for name, body in (("results.csv", csv), ("summary.json", summary)):
        place.bench.s3.put_object(
            Bucket=run.records.bucket, Key=f"{run.records.prefix}{name}", Body=body.encode()
        )
    run.cancel()
    with pytest.raises(ConsoleError, match=r"^CANCELLED: lab runs results") as raised:
        show(place.desk, run.name, watch=True, as_json=False)
    assert raised.value.exit_code == 1
    printed = capsys.readouterr()
    assert "CANCELLED" in printed.err
    assert "cost:    $1.50 by list prices, for 100 seconds of jobs" in printed.out
    assert "a       failed   2.0      0.01  exit [1]" in printed.out
    assert f"logs: lab runs log {run.name} a --lab labs/small --env dev --project" in printed.err
    assert f"or {run.output.uri}_lab/attempts/a/" in printed.err


def test_results_so_far_are_printed(
    place: Submitting, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row for each folder."""
    place.bench.complete("a", run=run.name)
    results(place.desk, run.name, as_json=True)
    assert json.loads(capsys.readouterr().out)[0]["folder"] == "a"
    results(place.desk, None, as_json=False)
    assert capsys.readouterr().out.splitlines()[1].split() == ["a", "succeeded"]


def test_the_only_running_run_is_cancelled(
    place: Submitting, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is none, or more than one, it must be named."""
    cancel(place.desk, None)
    assert capsys.readouterr().out.startswith(f"{run.name} is cancelled")
    assert run.progress().status == "ABORTED"
    with pytest.raises(ConsoleError, match="Which run\\? Running: none"):
        cancel(place.desk, None)


def test_project_without_runs_is_told(place: Submitting) -> None:
    """Instead of an empty answer."""
    with pytest.raises(ConsoleError, match="has no runs yet: lab submit") as raised:
        results(place.desk, None, as_json=False)
    assert raised.value.exit_code == 2


def test_run_goes_on_when_nobody_watches(
    place: Submitting, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C says how to look at it and how to stop it, ready to be pasted."""

    def interrupt(_: Run, __: float) -> Iterator[Progress]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Run, "changes", interrupt)
    with pytest.raises(ConsoleError) as raised:
        follow(place.desk, run)
    name = place.bench.project.name
    options = f"--lab labs/small --env dev --project {name}"
    assert raised.value.exit_code == 130
    assert f"lab runs show {run.name} --watch {options}" in str(raised.value)
    assert f"lab runs cancel {run.name} {options}" in str(raised.value)


def test_run_goes_on_when_the_network_is_gone(
    place: Submitting, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same is said, but nobody wanted to stop."""

    def lose(_: Run, __: float) -> Iterator[Progress]:
        raise LostError([Problem("run", "AWS cannot be reached")])

    monkeypatch.setattr(Run, "changes", lose)
    with pytest.raises(ConsoleError, match=f"lab runs show {run.name} --watch --lab") as raised:
        follow(place.desk, run)
    assert raised.value.exit_code == 1
    assert "AWS cannot be reached" in str(raised.value)


def test_only_project_with_a_fan_out_need_not_be_named(lab: Path) -> None:
    """Of several, one must be."""
    both = shutil.copytree(lab, lab.parent / "both")
    let_submit(lab, "alpha")
    assert choose_project(lab, "dev", None).project == "alpha"
    let_submit(both, "alpha", "beta")
    with pytest.raises(ConsoleError, match="--project alpha or --project beta"):
        choose_project(both, "dev", None)


def test_project_that_must_not_submit_is_told_what_is_lacking(lab: Path) -> None:
    """Its members are members all the same."""
    let_submit(lab, "alpha")
    with pytest.raises(ConsoleError) as raised:
        choose_project(lab, "dev", "beta")
    assert raised.value.exit_code == 2
    assert str(raised.value) == (
        "project beta has no fan_out in dev - with it: alpha; "
        "an admin adds fan_out: {} to projects/beta.yaml"
    )


def test_unknown_project_names_the_nearest(lab: Path) -> None:
    """And a lab without any fan-out says what to add."""
    with pytest.raises(ConsoleError, match="did you mean alpha"):
        choose_project(lab, "dev", "alhpa")
    with pytest.raises(ConsoleError, match=r"an admin adds `fan_out: \{\}`"):
        choose_project(lab, "dev", None)
