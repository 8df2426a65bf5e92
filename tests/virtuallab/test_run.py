"""Tests of a run."""

import json
import sys
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from tests.virtuallab.bench import PASSING, Bench
from virtuallab import FanOutError, Progress, Run
from virtuallab.errors import LostError
from virtuallab.run import PAUSES


@pytest.fixture
def run(bench: Bench) -> Run:
    """Return a run that waits until it is stopped."""
    bench.upload("plates/a/1")
    return bench.plan().submit()


def _write(bench: Bench, run: Run, name: str, text: str) -> None:
    bench.s3.put_object(
        Bucket=run.records.bucket, Key=f"{run.records.prefix}{name}", Body=text.encode()
    )


def test_run_is_stopped_once(run: Run) -> None:
    """The second time there is nothing to stop, and that is told."""
    assert run.progress() == Progress(run.name, "RUNNING")
    run.cancel()
    assert run.progress().status == "ABORTED"
    with pytest.raises(FanOutError, match=r"is not running \(CANCELLED\)"):
        run.cancel()


def test_watching_ends_with_the_run(
    new_bench: Callable[..., Bench], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each change is a line where lines cannot be rewritten."""
    bench = new_bench(PASSING)
    bench.upload("plates/a/1")
    last = bench.plan().submit().watch(seconds=0)
    assert last.status == "SUCCEEDED"
    assert capsys.readouterr().out.splitlines()[-1] == str(last)


def test_changes_are_told_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said while nothing happens."""
    answers = [Progress("r", "RUNNING"), Progress("r", "RUNNING"), Progress("r", "SUCCEEDED")]
    asked = iter(answers)
    monkeypatch.setattr(Run, "progress", lambda _: next(asked))
    assert [each.status for each in run.changes(seconds=0)] == ["RUNNING", "SUCCEEDED"]


def test_lost_connection_is_waited_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop that was asleep goes on watching; each loss has its minute."""
    lost, slept = EndpointConnectionError(endpoint_url="https://states"), list[float]()
    going, done = Progress("r", "RUNNING"), Progress("r", "SUCCEEDED")
    answers = iter([*[None] * PAUSES, going, *[None] * PAUSES, done])

    def progress(_: Run) -> Progress:
        answer = next(answers)
        if answer is None:
            raise lost
        return answer

    monkeypatch.setattr(Run, "progress", progress)
    monkeypatch.setattr(time, "sleep", slept.append)
    assert list(run.changes(seconds=0)) == [going, done]
    assert sum(slept) == 120


def test_connection_that_stays_lost_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what to do later, as after Ctrl-C."""

    def progress(_: Run) -> Progress:
        raise EndpointConnectionError(endpoint_url="https://states")

    monkeypatch.setattr(Run, "progress", progress)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with pytest.raises(LostError, match="AWS cannot be reached"):
        run.watch()
    assert f"{run.name} goes on without being watched" in capsys.readouterr().out


def test_terminal_shows_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each text covers the one before."""
    asked = iter([Progress("run", "PENDING_REDRIVE"), Progress("r", "SUCCEEDED")])
    monkeypatch.setattr(Run, "progress", lambda _: next(asked))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    run.watch(seconds=0)
    _, first, second = capsys.readouterr().out.split("\r")
    assert len(second.rstrip("\n")) == len(first)
    assert second.endswith(" \n")


def test_run_goes_on_when_nobody_watches(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C says how to look at it again."""

    def interrupt(_: Run) -> Progress:
        raise KeyboardInterrupt

    monkeypatch.setattr(Run, "progress", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run.watch()
    assert f"{run.name} goes on without being watched" in capsys.readouterr().out


def test_summary_is_the_runs_own(bench: Bench, run: Run) -> None:
    """As it was written down in the end."""
    _write(bench, run, "summary.json", '{"folders": 1, "cost_usd": 0.5}')
    assert run.summary() == {"folders": 1, "cost_usd": 0.5}


def test_cancelled_run_has_a_summary_too(bench: Bench, run: Run) -> None:
    """Counted from markers, without a price."""
    bench.complete("a", run=run.name)
    run.cancel()
    summary = run.summary()
    assert (summary["succeeded"], summary["not_run"], summary["stopped"]) == (1, 0, True)
    assert summary["cost_usd"] is None


def test_results_are_the_runs_own_or_those_so_far(bench: Bench, run: Run) -> None:
    """The file of a finished run comes first."""
    bench.complete("a", run=run.name)
    bench.complete("b", run="another")
    assert [row.folder for row in run.results()] == ["a"]
    header = "folder,outcome,seconds,cost_usd,jobs,reason,log"
    _write(bench, run, "results.csv", f"{header}\nz,failed,1,,,no,\n")
    assert [(row.folder, row.outcome) for row in run.results()] == [("z", "failed")]


def test_log_is_what_the_last_attempt_printed(bench: Bench, run: Run) -> None:
    """Who asks for another folder, or too early, is told."""
    with pytest.raises(FanOutError, match=r"log of a: there is none in s3://.*/_lab/attempts/a/"):
        run.log("a")
    with pytest.raises(FanOutError, match=f"folder A: is none of run {run.name} - did you mean a"):
        run.log("A")
    bench.attempt("a", "j-1", log="no such channel\n")
    assert run.log("a") == "no such channel\n"


def test_data_frame_is_made_where_pandas_is(
    bench: Bench, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in shows what is handed to it; without pandas, that is told."""
    bench.complete("a", run=run.name)
    pandas: Any = ModuleType("pandas")
    pandas.DataFrame = list
    monkeypatch.setitem(sys.modules, "pandas", pandas)
    assert run.to_pandas()[0]["folder"] == "a"
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(FanOutError, match="pandas: is not installed here"):
        run.to_pandas()


def test_run_is_short_where_python_shows_it(run: Run) -> None:
    """At the end of a cell; what it was told is plain JSON."""
    assert repr(run) == f"<Run {run.name}>"
    assert json.loads(json.dumps(run.given)) == run.given
