"""States inside of others."""

from typing import Any

import pytest

from tests.localaws.stepfunctions.conftest import MakeMachine


def _branch(states: dict[str, Any]) -> dict[str, Any]:
    """Return a branch that begins with the first state."""
    return {"StartAt": next(iter(states)), "States": states}


def test_history_tells_of_inner_states(make_machine: MakeMachine) -> None:
    """A branch's states are entered and left in the history, with input and output."""
    inner = {
        "Double": {"Type": "Pass", "Output": "{% $states.input * 2 %}", "Next": "Done"},
        "Done": {"Type": "Succeed", "Output": "{% $states.input + 1 %}"},
    }
    machine = make_machine(
        {"Both": {"Type": "Parallel", "Branches": [_branch(inner)], "End": True}}
    )
    execution = machine.start(4)
    assert machine.end(execution)["output"] == "[9]"
    events = machine.client.get_execution_history(executionArn=execution)["events"]
    inside = [event for event in events[2:-2] if "stateEnteredEventDetails" in event]
    assert [(event["type"], event["stateEnteredEventDetails"]["input"]) for event in inside] == [
        ("PassStateEntered", "4"),
        ("SucceedStateEntered", "8"),
    ]


@pytest.mark.parametrize(
    ("inner", "error"),
    [
        ({"Bad": {"Type": "Fail", "Error": "Odd", "Cause": "so"}}, ("Odd", "so")),
        (
            {"Go": {"Type": "Pass", "Next": "Gone"}},
            ("States.Runtime", "State 'Gone' not found"),
        ),
        ({"Go": {"Type": "Pas"}}, ("States.Runtime", "Unknown state type: Pas")),
    ],
    ids=["fails", "unknown state", "unknown type"],
)
def test_branch_that_fails_fails_the_state(
    make_machine: MakeMachine, inner: dict[str, Any], error: tuple[str, str]
) -> None:
    """The branch's error and cause are the state's."""
    both = {"Type": "Parallel", "Branches": [_branch(inner)], "End": True}
    assert make_machine({"Both": both}).fail(1) == error
