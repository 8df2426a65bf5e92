"""The states of a branch, of an inline map's item and of a child execution, one after the other."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import copy
import json
from typing import Any

from ministack.core.responses import now_iso
from ministack.services import stepfunctions

from localaws.stepfunctions.running import Execution, require_running

State = dict[str, Any]

# The states that call, branch or repeat are told the execution, to write its history.
_WITH_EXECUTION = ("Task", "Parallel", "Map")


def install() -> None:
    """Replace ministack's way of running inner states, which looks at no status.

    * No state begins after its execution was stopped.
    * The history tells of each state, as it does of outer ones.
    """
    stepfunctions._run_sub_machine = run


def run(
    states: dict[str, State],
    start_at: str,
    data: Any,  # noqa: ANN401
    execution: Execution,
    context: dict[str, Any],
) -> Any:  # noqa: ANN401
    """Run states from the first to the last and return the output.

    Raises:
        Stopped: The execution was stopped meanwhile.
        stepfunctions._ExecutionError: A state failed and nothing caught it.
    """
    name: str | None = start_at
    data = copy.deepcopy(data)
    while name:
        require_running(execution)
        state = states.get(name)
        if state is None:
            raise stepfunctions._ExecutionError("States.Runtime", f"State '{name}' not found")
        context["State"] = {"Name": name, "EnteredTime": now_iso(), "RetryCount": 0}
        _note(execution, state, "Entered", name=name, input=json.dumps(data))
        data, following = _run_one(state, data, execution, context)
        _note(execution, state, "Exited", name=name, output=json.dumps(data))
        name = following
    # The last one may have come back from a call that nobody waits for any more.
    require_running(execution)
    return data


def _run_one(
    state: State,
    data: Any,  # noqa: ANN401
    execution: Execution,
    context: dict[str, Any],
) -> tuple[Any, str | None]:
    """Run a state and return its output and the name of the one that follows."""
    kind = state.get("Type")
    if kind == "Succeed":
        return _succeed(state, data, context), None
    if kind == "Fail":
        raise stepfunctions._ExecutionError(*stepfunctions._fail_state_error(state, data, context))
    handler = getattr(stepfunctions, f"_execute_{str(kind).lower()}", None)
    if handler is None:
        raise stepfunctions._ExecutionError("States.Runtime", f"Unknown state type: {kind}")
    arguments: tuple[Any, ...] = (state, data, execution, context)
    if kind not in _WITH_EXECUTION:
        arguments = (state, data, context)
    output, following = handler(*arguments)
    return output, following


def _succeed(state: State, data: Any, context: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return the output of a Succeed state."""
    if stepfunctions._state_query_language(state, context) == "JSONata":
        return stepfunctions._apply_jsonata_output(state, data, context, default=data)
    selected = stepfunctions._apply_input_path(state, data, context)
    return stepfunctions._apply_output_path(state, selected, context)


def _note(execution: Execution, state: State, what: str, **details: Any) -> None:  # noqa: ANN401
    """Write into the history that a state was entered or left."""
    stepfunctions._add_event(
        execution, f"{state['Type']}State{what}", {f"state{what}EventDetails": details}
    )
