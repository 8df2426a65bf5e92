"""Child executions of a map run."""

import json
from typing import Any

from tests.localaws.stepfunctions.conftest import Machine, MakeMachine, distributed, wait

START = "states:StartExecution"


def children(machine: Machine, execution: str) -> list[dict[str, Any]]:
    """Return the descriptions of the children of an execution."""
    runs = machine.client.list_map_runs(executionArn=execution)["mapRuns"]
    listed = [
        child
        for run in runs
        for child in machine.client.list_executions(mapRunArn=run["mapRunArn"])["executions"]
    ]
    describe = machine.client.describe_execution
    return [describe(executionArn=child["executionArn"]) for child in listed]


def test_child_that_failed_keeps_its_history(make_machine: MakeMachine) -> None:
    """Where it failed and why can be read, its role too; nothing of the parent is in it."""
    states = {
        "Prepare": {"Type": "Pass", "Next": "Bad"},
        "Bad": {"Type": "Fail", "Error": "Odd", "Cause": "so"},
    }
    machine = make_machine({"Map": distributed(states)}, START)
    execution = machine.start(["a"])
    machine.end(execution)
    (child,) = children(machine, execution)
    assert [child[key] for key in ("status", "error", "cause")] == ["FAILED", "Odd", "so"]
    history = machine.client.get_execution_history(executionArn=child["executionArn"])["events"]
    assert [event["type"] for event in history] == [
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "FailStateEntered",
        "ExecutionFailed",
    ]
    assert history[0]["executionStartedEventDetails"]["roleArn"] == machine.role


def test_child_can_be_stopped_alone(make_machine: MakeMachine) -> None:
    """It counts as aborted, and the map goes on."""
    states = {
        "Check": {
            "Type": "Choice",
            "Choices": [{"Condition": "{% $states.input = 'wait' %}", "Next": "Wait"}],
            "Default": "Fine",
        },
        "Wait": {"Type": "Wait", "Seconds": 600, "End": True},
        "Fine": {"Type": "Succeed"},
    }
    machine = make_machine({"Map": distributed(states)}, START)
    execution = machine.start(["wait", "go"])
    waiting = wait(
        lambda: [c for c in children(machine, execution) if c["input"] == '"wait"'], bool
    )
    machine.client.stop_execution(executionArn=waiting[0]["executionArn"], error="Enough")
    ended = machine.end(execution)
    assert ended["status"] == "SUCCEEDED"
    stopped, fine = json.loads(ended["output"])
    assert ([stopped["Status"], stopped["Error"]], fine) == (["ABORTED", "Enough"], "go")
    history = machine.client.get_execution_history(executionArn=waiting[0]["executionArn"])
    assert [e["type"] for e in history["events"]].count("ExecutionAborted") == 1
