"""`lab runs`: runs of a project, how far they are, what came out, how to stop them."""

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cdk.config.load import Loaded, load
from cdk.errors import Finding, LabError
from cdk.nearest import nearest
from console.errors import ConsoleError
from console.report import note, print_table, say
from console.target import Target, enter_running
from virtuallab import FanOutError, FolderResult, PastRun, Run, open_run, runs
from virtuallab.attempts import home
from virtuallab.errors import LostError
from virtuallab.prices import amount
from virtuallab.words import count_of

INTERRUPTED = 130
_COLUMNS = ("folder", "outcome", "seconds", "USD", "reason")


@dataclass(frozen=True)
class Chosen:
    """A project that a command is about, and its lab."""

    loaded: Loaded
    folder: Path
    project: str


@dataclass(frozen=True)
class Desk:
    """A project whose AWS was entered.

    Attributes:
        chosen: which project.
        target: the AWS.
        seconds: between two looks at a run.
        local: whether it is the embedded AWS.
    """

    chosen: Chosen
    target: Target
    seconds: float
    local: bool

    def who(self) -> dict[str, Any]:
        """Return the arguments by which virtuallab finds the project."""
        config = self.chosen.loaded.config
        return {
            "lab": config.name,
            "env": config.env,
            "project": self.chosen.project,
            "client": self.target.client,
        }

    def options(self) -> str:
        """Return the options that name this project again."""
        chosen = self.chosen
        where = "" if chosen.folder == Path() else f" --lab {chosen.folder}"
        aws = "" if self.local else " --aws"
        return f"{where} --env {chosen.loaded.config.env} --project {chosen.project}{aws}"


def choose_project(lab: Path, env: str, project: str | None) -> Chosen:
    """Return the project of a command: as given, else the only one there is."""
    loaded = load(lab, env)
    projects = loaded.config.enabled_projects()
    able = sorted(name for name, each in projects.items() if each.fan_out is not None)
    if project is None and len(able) == 1:
        return Chosen(loaded, lab, able[0])
    if project is None:
        named = " or ".join(f"--project {name}" for name in able)
        lacking = "none has fan_out in its YAML: an admin adds `fan_out: {}`"
        raise ConsoleError(f"Which project? {named or lacking}", exit_code=2)
    if project not in projects:
        message = f"{lab} has no project {project} in {env}: {nearest(project, projects)}"
        raise ConsoleError(message, exit_code=2)
    if project not in able:
        others = f"with it: {', '.join(able)}; " if able else ""
        message = (
            f"project {project} has no fan_out in {env} - {others}"
            f"an admin adds fan_out: {{}} to projects/{project}.yaml"
        )
        raise ConsoleError(message, exit_code=2)
    return Chosen(loaded, lab, project)


def enter(chosen: Chosen, *, local: bool) -> Desk:
    """Enter the AWS of a project, which must be running already."""
    target = enter_running(chosen.loaded, local=local)
    return Desk(chosen, target, seconds=1 if local else 10, local=local)


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Tell problems of virtuallab as the console tells all others, with exit code 2."""
    try:
        yield
    except FanOutError as error:
        found = [Finding("", 0, 0, each.what, each.message, each.hint) for each in error.problems]
        raise LabError(found) from None


def list_runs(desk: Desk, *, as_json: bool) -> None:
    """Print the runs of a project."""
    with told():
        found = runs(**desk.who())
    if as_json:
        listed = [{**asdict(each), "state": each.state} for each in found]
        say(json.dumps(listed, indent=1, default=str))
        return
    print_table("", ("run", "state", "failed", "started", "stopped"), map(_past_cells, found))


def show(desk: Desk, name: str | None, *, watch: bool, as_json: bool) -> None:
    """Print how far a run is; one that was watched must have completed every folder."""
    with told():
        run = _open(desk, name)
        if watch:
            follow(desk, run)
        conclude(desk, run, as_json=as_json, is_told=watch)
        if watch:
            require_whole(desk, run)


def results(desk: Desk, name: str | None, *, as_json: bool) -> None:
    """Print a row for each folder."""
    with told():
        run = _open(desk, name)
        rows = run.results()
    if as_json:
        say(json.dumps([asdict(row) for row in rows], indent=1))
        return
    print_table("", _COLUMNS, map(_cells, rows), fold=False)
    if failed := [row for row in rows if row.outcome == "failed"]:
        _say_logs(desk, run, failed)


def log(desk: Desk, name: str, folder: str) -> None:
    """Print what the last attempt at a folder has printed."""
    with told():
        text = open_run(name, **desk.who()).log(folder)
    say(text.rstrip("\n"))


def cancel(desk: Desk, name: str | None) -> None:
    """Stop a run."""
    with told():
        if name is None:
            running = [each.name for each in runs(status="RUNNING", **desk.who())]
            if len(running) != 1:
                message = f"Which run? Running: {', '.join(running) or 'none'}"
                raise ConsoleError(message, exit_code=2)
            name = running[0]
        run = open_run(name, **desk.who())
        run.cancel()
    say(f"{run.name} is cancelled; folders that are complete stay so")


def follow(desk: Desk, run: Run) -> None:
    """Tell each change until the run is done.

    Raises:
        ConsoleError: when the user stops watching, with exit code 130, or the network is gone; the
            run goes on.
    """
    how = (
        f"{run.name} goes on.\n"
        f"  lab runs show {run.name} --watch{desk.options()}   to look at it\n"
        f"  lab runs cancel {run.name}{desk.options()}   to stop it"
    )
    try:
        for progress in run.changes(desk.seconds):
            note(str(progress))
    except KeyboardInterrupt:
        raise ConsoleError(f"Stopped watching; {how}", exit_code=INTERRUPTED) from None
    except LostError as error:
        raise ConsoleError(f"{error}\nStopped watching; {how}") from None


def require_whole(desk: Desk, run: Run) -> None:
    """Stop with exit code 1 unless every folder of a run has its results.

    Raises:
        ConsoleError: folders have failed, or the run did not finish.
    """
    progress = run.progress()
    if not progress.whole:
        failed = f"{count_of(progress.failed, 'folder')} failed, " if progress.failed else ""
        raise ConsoleError(f"{failed}{progress.state}: lab runs results {run.name}{desk.options()}")


def conclude(desk: Desk, run: Run, *, as_json: bool, is_told: bool) -> None:
    """Print what is known of a run, folders that failed included.

    Args:
        desk: whose it is.
        run: which.
        as_json: print JSON.
        is_told: whether its progress was printed already.
    """
    progress, summary = run.progress(), run.summary()
    if as_json:
        states = {"status": progress.status, "state": progress.state}
        about = {"run": run.name, **states, "output": run.output.uri}
        say(json.dumps({**about, "progress": asdict(progress), "summary": summary}, indent=1))
        return
    if not is_told:
        say(str(progress))
    say(f"results: {run.output.uri}")
    if summary["cost_usd"] is not None:
        usd, seconds = summary["cost_usd"], summary["seconds"]
        of_jobs = count_of(round(seconds or 0), "second")
        say(f"cost:    ${amount(usd)} by list prices, for {of_jobs} of jobs")
    if failed := [row for row in run.results() if row.outcome == "failed"]:
        say("")
        print_table("", _COLUMNS, map(_cells, failed), fold=False)
        _say_logs(desk, run, failed)


def _open(desk: Desk, name: str | None) -> Run:
    if name is None:
        newest = runs(limit=1, **desk.who())
        if not newest:
            raise ConsoleError(f"{desk.chosen.project} has no runs yet: lab submit", exit_code=2)
        name = newest[0].name
    return open_run(name, **desk.who())


def _say_logs(desk: Desk, run: Run, failed: Sequence[FolderResult]) -> None:
    folder, attempts = failed[0].folder, home(run.output).uri
    note(f"logs: lab runs log {run.name} {folder}{desk.options()}\n      or {attempts}{folder}/")


def _cells(row: FolderResult) -> tuple[str, ...]:
    seconds = "" if row.seconds is None else f"{row.seconds:.1f}"
    usd = "" if row.cost_usd is None else amount(row.cost_usd)
    return (row.folder, row.outcome, seconds, usd, row.reason)


def _past_cells(run: PastRun) -> tuple[str, ...]:
    failed = "" if run.failed is None else str(run.failed)
    return (run.name, run.state, failed, _time(run.started), _time(run.stopped))


def _time(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"
