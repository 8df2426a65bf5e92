"""The execution that a thread works for, and its end when somebody stops it."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from ministack.services import stepfunctions

Execution = dict[str, Any]

LOOK_SECONDS = 0.2
_execution: ContextVar[Execution | None] = ContextVar("localaws_execution", default=None)


class Stopped(stepfunctions._ExecutionError):  # type: ignore[misc]
    """The execution was stopped, so that none of its states may run on."""

    def __init__(self) -> None:
        super().__init__("States.Aborted", "The execution was stopped.")


def install() -> None:
    """Extend ministack's execution engine.

    * Code that runs for an execution can ask for which one.
    * A stopped execution stays as it was stopped, whatever its threads still come back with.
    * Waiting, in Wait states and between retries, ends when the execution is stopped.
    """
    run, fail, add = (
        stepfunctions._run_execution,
        stepfunctions._fail_execution,
        stepfunctions._add_event,
    )

    def run_execution(arn: str) -> None:
        work_for(stepfunctions._executions.get(arn), lambda: run(arn))

    def fail_execution(execution: Execution, error: str, cause: str) -> None:
        if is_running(execution):
            fail(execution, error, cause)

    def add_event(execution: Execution, kind: str, details: Any = None) -> Any:  # noqa: ANN401
        # Its own end is the last that an execution has to tell.
        if is_running(execution) or kind.startswith("Execution"):
            return add(execution, kind, details)
        return None

    stepfunctions._run_execution = run_execution
    stepfunctions._fail_execution = fail_execution
    stepfunctions._add_event = add_event
    stepfunctions._scaled_sleep = pause


def work_for(execution: Execution | None, work: Callable[[], None]) -> None:
    """Do something as part of an execution."""
    token = _execution.set(execution)
    try:
        work()
    finally:
        _execution.reset(token)


def current() -> Execution | None:
    """Return the execution that this thread works for, or None outside of every execution."""
    return _execution.get()


def is_running(execution: Execution) -> bool:
    """Return whether an execution has neither ended nor been stopped."""
    return bool(execution["status"] == "RUNNING")


def require_running(execution: Execution | None) -> None:
    """End the work for a stopped execution.

    Raises:
        Stopped: It was stopped.
    """
    if execution is not None and not is_running(execution):
        raise Stopped


def pause(seconds: float) -> None:
    """Let time pass, as much faster as `SFN_WAIT_SCALE` says, unless the execution is stopped.

    Raises:
        Stopped: It was stopped.
    """
    end = time.monotonic() + seconds * stepfunctions._SFN_WAIT_SCALE
    while (left := end - time.monotonic()) > 0:
        require_running(current())
        time.sleep(min(left, LOOK_SECONDS))
