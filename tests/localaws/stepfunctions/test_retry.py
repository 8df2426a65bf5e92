"""Retry and Catch of a running execution."""

import pytest

from tests.localaws.stepfunctions.conftest import MakeMachine, task

MISSING = "arn:aws:lambda:eu-central-1:111122223333:function:missing"


def _types(machine, execution: str) -> list[str]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Return the kinds of events in an execution's history."""
    history = machine.client.get_execution_history(executionArn=execution)["events"]
    return [event["type"] for event in history]


def test_largest_delay_is_obeyed(make_machine: MakeMachine) -> None:
    """An hour's interval is cut to the largest delay, so that the retries end soon."""
    retry = {
        "ErrorEquals": ["States.ALL"],
        "IntervalSeconds": 3600,
        "MaxDelaySeconds": 0.05,
        "MaxAttempts": 2,
        "JitterStrategy": "FULL",
    }
    machine = make_machine({"Call": task(MISSING, {}, Retry=[retry])}, "lambda:InvokeFunction")
    execution = machine.start()
    assert machine.end(execution)["error"] == "Lambda.ResourceNotFoundException"
    assert _types(machine, execution).count("TaskFailed") == 3


def test_retry_of_a_stopped_execution_does_not_happen(make_machine: MakeMachine) -> None:
    """What waits for its next try ends with the execution."""
    retry = {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 0.3}
    machine = make_machine({"Call": task(MISSING, {}, Retry=[retry])}, "lambda:InvokeFunction")
    execution = machine.start()
    while "TaskFailed" not in _types(machine, execution):
        pass
    machine.client.stop_execution(executionArn=execution)
    types = _types(machine, execution)
    assert (types[-1], types.count("TaskFailed")) == ("ExecutionAborted", 1)


@pytest.mark.parametrize(
    ("names", "ending"), [(["States.ALL"], "FAILED"), (["States.Runtime"], "SUCCEEDED")]
)
def test_terminal_error_is_caught_by_name_only(
    make_machine: MakeMachine, names: list[str], ending: str
) -> None:
    """States.ALL does not match States.Runtime."""
    catch = {"ErrorEquals": names, "Next": "Caught"}
    unknown = task("arn:aws:states:::unheard:of", {}, Catch=[catch])
    machine = make_machine({"Call": unknown, "Caught": {"Type": "Succeed"}})
    assert machine.end(machine.start())["status"] == ending
