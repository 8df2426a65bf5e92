"""Runs of a project that were started before."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from numbers import Integral
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from virtuallab.errors import FanOutError, Problem, Problems, aws_problem
from virtuallab.executions import describe, execution_arn, listed
from virtuallab.nearest import nearest
from virtuallab.progress import state_of
from virtuallab.project import NewClient, Project, find_project
from virtuallab.run import Run
from virtuallab.settings import Settings

MOST_RUNS = 100
_READERS = 8


@dataclass(frozen=True)
class PastRun:
    """A run as a list names it; `open_run(name)` opens it.

    Attributes:
        name: of the run.
        status: RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED.
        started: when.
        stopped: when; None while it runs.
        failed: how many folders, of a run that has ended by itself; else None.
    """

    name: str
    status: str
    started: datetime
    stopped: datetime | None
    failed: int | None = None

    @property
    def state(self) -> str:
        """Say it in our words: RUNNING, DONE, DONE with failures, STOPPED or CANCELLED."""
        return state_of(self.status, self.failed)


def runs(
    *,
    status: str | None = None,
    limit: int = MOST_RUNS,
    lab: str | None = None,
    env: str | None = None,
    project: str | None = None,
    client: NewClient | None = None,
) -> list[PastRun]:
    """Return the runs of a project, the newest first.

    Args:
        status: only those, such as `RUNNING`.
        limit: at most so many.
        lab: else `LAB_NAME` of the environment.
        env: else `LAB_ENV`.
        project: else `LAB_PROJECT`.
        client: what makes boto3 clients. Default: `boto3.client`.

    Raises:
        FanOutError: the project has none, or AWS refuses.
    """
    if not isinstance(limit, Integral) or limit < 1:
        message = f"is no whole number of at least 1 (got {limit!r})"
        raise FanOutError([Problem("limit", message)])
    found, settings = _project(lab, env, project, client)
    try:
        past = list(islice(_past(found, settings, status), int(limit)))
        # The client is made before the threads, which would each make one.
        states, machine = found.states, settings.state_machine_arn
        with ThreadPoolExecutor(_READERS) as pool:
            return list(pool.map(lambda each: _counted(states, machine, each), past))
    except (ClientError, BotoCoreError) as error:
        raise FanOutError([aws_problem(f"runs of {found.name}", error)]) from error


def open_run(
    name: str,
    *,
    lab: str | None = None,
    env: str | None = None,
    project: str | None = None,
    client: NewClient | None = None,
) -> Run:
    """Return a run that was started before, by its name.

    Args:
        name: as `runs()` or a submission named it.
        lab: else `LAB_NAME` of the environment.
        env: else `LAB_ENV`.
        project: else `LAB_PROJECT`.
        client: what makes boto3 clients. Default: `boto3.client`.

    Raises:
        FanOutError: there is no run of this name, or AWS refuses.
    """
    if not isinstance(name, str):
        raise FanOutError([Problem("name", f"is no text (got {type(name).__name__})")])
    found, settings = _project(lab, env, project, client)
    arn = execution_arn(settings.state_machine_arn, name)
    problems = Problems()
    try:
        execution = describe(found.states, arn)
        if execution is None:
            known = [each.name for each in islice(_past(found, settings, None), MOST_RUNS)]
            problems.add(
                f"run {name}", f"{found.name} has no run of this name", nearest(name, known)
            )
    except (ClientError, BotoCoreError) as error:
        raise FanOutError([aws_problem(f"run {name}", error)]) from error
    if execution is None:
        raise problems.error()
    return Run(found, name, arn, json.loads(execution["input"]))


def _project(
    lab: str | None, env: str | None, project: str | None, client: NewClient | None
) -> tuple[Project, Settings]:
    problems = Problems()
    found = find_project(lab, env, project, client, problems)
    settings = found.settings(problems) if found else None
    if found is None or settings is None:
        raise problems.error()
    return found, settings


def _past(project: Project, settings: Settings, status: str | None) -> Iterator[PastRun]:
    for each in listed(project.states, settings.state_machine_arn, status):
        yield PastRun(each["name"], each["status"], each["startDate"], each.get("stopDate"))


def _counted(states: Any, state_machine_arn: str, run: PastRun) -> PastRun:  # noqa: ANN401
    """Return a run with its failures, which stand in its own summary."""
    if run.status != "SUCCEEDED":
        return run
    found = describe(states, execution_arn(state_machine_arn, run.name)) or {}
    try:
        failed = json.loads(found["output"])["failed"]
    except (KeyError, ValueError, TypeError):
        return run
    return replace(run, failed=int(failed))
