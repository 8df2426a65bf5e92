"""Executions that are stopped."""

import time

from tests.localaws.stepfunctions.conftest import MakeMachine, wait

WAIT = {"Type": "Wait", "Seconds": 600}


def test_stopped_execution_stays_stopped(make_machine: MakeMachine) -> None:
    """The state that runs ends, none follows, and nothing changes the status any more."""
    states = {"Wait": {**WAIT, "Seconds": 1, "Next": "After"}, "After": {"Type": "Succeed"}}
    machine = make_machine(states)
    execution = machine.start()

    def types() -> list[str]:
        history = machine.client.get_execution_history(executionArn=execution)
        return [event["type"] for event in history["events"]]

    wait(types, lambda found: "WaitStateEntered" in found)
    machine.client.stop_execution(executionArn=execution)
    # Longer than the state would have waited: what runs on would show.
    time.sleep(1.2)
    assert types() == ["ExecutionStarted", "WaitStateEntered", "ExecutionAborted"]
    assert machine.end(execution)["status"] == "ABORTED"


def test_catch_does_not_revive_a_stopped_execution(make_machine: MakeMachine) -> None:
    """A branch that ends because of the stop is no error that a state may catch."""
    branch = {"StartAt": "Wait", "States": {"Wait": {**WAIT, "End": True}}}
    catch = {"ErrorEquals": ["States.ALL"], "Next": "Caught"}
    both = {"Type": "Parallel", "Branches": [branch], "Catch": [catch], "End": True}
    machine = make_machine({"Both": both, "Caught": {"Type": "Succeed"}})
    execution = machine.start()

    def types() -> list[str]:
        history = machine.client.get_execution_history(executionArn=execution)
        return [event["type"] for event in history["events"]]

    wait(types, lambda found: "WaitStateEntered" in found)
    machine.client.stop_execution(executionArn=execution)
    time.sleep(0.5)
    assert types()[-1] == "ExecutionAborted"
    assert machine.end(execution)["status"] == "ABORTED"
