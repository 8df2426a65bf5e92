"""The child executions of a map run: how they begin, and what is kept when they have ended."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import json
from typing import Any

from ministack.core.responses import new_uuid, now_iso
from ministack.services import stepfunctions

from localaws.stepfunctions.role import role_of
from localaws.stepfunctions.running import Execution

_KEPT = (
    "executionArn",
    "stateMachineArn",
    "mapRunArn",
    "name",
    "status",
    "startDate",
    "stopDate",
    "input",
    "output",
    "error",
    "cause",
)


class EndedChild(dict[str, Any]):
    """What is kept of a child that has ended; ten thousand of them are a few megabytes.

    Its history is the start and the end. A child that did not succeed keeps all of it.
    """

    def __missing__(self, key: str) -> Any:  # noqa: ANN401
        """Make up the history."""
        if key != "events":
            raise KeyError(key)
        start = {"input": self["input"], "roleArn": ""}
        end = {"output": self["output"]}
        return [
            _event(1, "ExecutionStarted", self["startDate"], executionStartedEventDetails=start),
            _event(2, "ExecutionSucceeded", self["stopDate"], executionSucceededEventDetails=end),
        ]


def install() -> None:
    """Extend ministack's state: a saved child is restored as one that has ended."""
    restore = stepfunctions._restore_state

    def restore_state(state: dict[str, Any] | None) -> None:
        restore(state)
        executions = stepfunctions._executions._data
        for key, execution in list(executions.items()):
            if execution.get("mapRunArn"):
                executions[key] = ended(execution)

    stepfunctions._restore_state = restore_state


def begin(parent: Execution, machine_arn: str, map_run_arn: str, data: Any) -> Execution:  # noqa: ANN401
    """Return a new child that is running."""
    name, text, now = new_uuid(), json.dumps(data), now_iso()
    start = {"input": text, "roleArn": role_of(parent)}
    arn = machine_arn.replace(":stateMachine:", ":execution:")
    child = {
        "executionArn": f"{arn}:{name}",
        "stateMachineArn": machine_arn,
        "mapRunArn": map_run_arn,
        "name": name,
        "status": "RUNNING",
        "startDate": now,
        "stopDate": None,
        "input": text,
        "output": None,
        "events": [_event(1, "ExecutionStarted", now, executionStartedEventDetails=start)],
    }
    stepfunctions._executions[child["executionArn"]] = child
    return child


def context_of(child: Execution, data: Any, query_language: str) -> dict[str, Any]:  # noqa: ANN401
    """Return the context object of a child; it sees neither the parent's item nor its variables."""
    machine = child["stateMachineArn"]
    return {
        "QueryLanguage": query_language,
        "Execution": {
            "Id": child["executionArn"],
            "Input": data,
            "Name": child["name"],
            "RoleArn": role_of(child),
            "StartTime": child["startDate"],
        },
        "StateMachine": {"Id": machine, "Name": machine.rsplit(":", 1)[-1]},
        "variables": {},
    }


def finish(child: Execution, status: str, **result: Any) -> EndedChild:  # noqa: ANN401
    """End a child and return what is kept of it.

    Args:
        child: The child.
        status: What became of it.
        result: Its `output`, or its `error` and `cause`.
    """
    # StopExecution may have ended it already.
    before = child["status"]
    child.update(result, status=status, stopDate=child["stopDate"] or now_iso())
    if status not in ("SUCCEEDED", before):
        details = {key: child.get(key) or "" for key in ("error", "cause")}
        kind = status.capitalize()
        event = {f"execution{kind}EventDetails": details}
        stepfunctions._add_event(child, f"Execution{kind}", event)
    kept = stepfunctions._executions[child["executionArn"]] = ended(child)
    return kept


def ended(child: Execution) -> EndedChild:
    """Return what is kept of a child."""
    kept = _KEPT if child["status"] == "SUCCEEDED" else (*_KEPT, "events")
    return EndedChild({key: child[key] for key in kept if key in child})


def _event(number: int, kind: str, when: str, **details: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return an event of a history."""
    return {"id": number, "type": kind, "timestamp": when, **details}
