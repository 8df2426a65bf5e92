"""Distributed Map states, each item a child execution."""

import json
from typing import Any

import pytest

from tests.localaws.stepfunctions.conftest import (
    PASS,
    Machine,
    MakeMachine,
    distributed,
    wait,
)

START = "states:StartExecution"
SELECTOR = {
    "item": "{% $states.context.Map.Item.Value %}",
    "index": "{% $states.context.Map.Item.Index %}",
    "run": "{% $states.context.Execution.Name %}",
    "of": "{% $count($states.input.items) %}",
}
FAILING = {
    "Check": {
        "Type": "Choice",
        "Choices": [{"Condition": "{% $states.input > 0 %}", "Next": "Fine"}],
        "Default": "Bad",
    },
    "Fine": {"Type": "Succeed"},
    "Bad": {"Type": "Fail", "Error": "Odd", "Cause": "{% 'item ' & $string($states.input) %}"},
}
SLEEPING = {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}}
EXCEEDED = "States.ExceedToleratedFailureThreshold"


def only_run(machine: Machine, execution: str) -> dict[str, Any]:
    """Return the description of an execution's one map run."""
    runs = machine.client.list_map_runs(executionArn=execution)["mapRuns"]
    (arn,) = [run["mapRunArn"] for run in runs]
    found: dict[str, Any] = machine.client.describe_map_run(mapRunArn=arn)
    return found


def _counts(run: dict[str, Any]) -> dict[str, int]:
    """Return the counters of a run that are not zero."""
    return {name: count for name, count in run["itemCounts"].items() if count}


def test_children_get_what_is_selected(make_machine: MakeMachine) -> None:
    """Item, index, input and context of the parent reach the children; results keep their order."""
    items = distributed(PASS, Items="{% $states.input.items %}", ItemSelector=SELECTOR)
    machine = make_machine({"Map": items}, START)
    execution = machine.start({"items": ["a", "b"]}, name="selected")
    assert json.loads(machine.end(execution)["output"]) == [
        {"item": "a", "index": 0, "run": "selected", "of": 2},
        {"item": "b", "index": 1, "run": "selected", "of": 2},
    ]
    history = machine.client.get_execution_history(executionArn=execution)["events"]
    types = [event["type"] for event in history]
    assert types[1:5] == ["MapStateEntered", "MapRunStarted", "MapRunSucceeded", "MapStateExited"]


def test_jsonpath_selects_too(make_machine: MakeMachine) -> None:
    """Paths to the item, the input and the limits, and the result's place in the output."""
    selector = {"item.$": "$$.Map.Item.Value", "shared.$": "$.shared"}
    items = distributed(
        PASS,
        ItemsPath="$.items",
        ItemSelector=selector,
        MaxConcurrencyPath="$.most",
        ToleratedFailureCountPath="$.bad",
        ResultPath="$.results",
    )
    machine = make_machine({"Map": items}, START, language="JSONPath")
    execution = machine.start({"items": [1], "shared": "s", "most": 3, "bad": 2})
    output = json.loads(machine.end(execution)["output"])
    assert output["results"] == [{"item": 1, "shared": "s"}]
    run = only_run(machine, execution)
    assert (run["maxConcurrency"], run["toleratedFailureCount"]) == (3, 2)


def test_child_is_an_execution_of_its_own(make_machine: MakeMachine) -> None:
    """It has its own context, cannot see the parent's variables, and is listed and described."""
    context = {"Type": "Pass", "Output": "{% $states.context.Execution %}", "End": True}
    machine = make_machine({"Map": distributed({"Context": context})}, START)
    parent = machine.start(["a"])
    (seen,) = json.loads(machine.end(parent)["output"])
    run = only_run(machine, parent)
    listed = machine.client.list_executions(mapRunArn=run["mapRunArn"])["executions"]
    (child,) = [machine.client.describe_execution(executionArn=c["executionArn"]) for c in listed]
    assert child["executionArn"].startswith(
        machine.arn.replace(":stateMachine:", ":execution:") + "/Items:"
    )
    assert (child["status"], child["input"], child["mapRunArn"]) == (
        "SUCCEEDED",
        '"a"',
        run["mapRunArn"],
    )
    assert (seen["Id"], seen["Input"]) == (child["executionArn"], "a")
    history = machine.client.get_execution_history(executionArn=child["executionArn"])["events"]
    assert [event["type"] for event in history] == ["ExecutionStarted", "ExecutionSucceeded"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "FAILED"),
        ({"ToleratedFailureCount": 1}, "FAILED"),
        ({"ToleratedFailureCount": "{% $states.context.Execution.Input[-1] %}"}, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 40}, "FAILED"),
        ({"ToleratedFailurePercentage": "{% 25 * 2 %}"}, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 90, "ToleratedFailureCount": 1}, "FAILED"),
    ],
)
def test_failures_are_tolerated_up_to_a_limit(
    make_machine: MakeMachine, fields: dict[str, Any], status: str
) -> None:
    """Two of four children fail; either limit that is exceeded fails the map."""
    machine = make_machine({"Map": distributed(FAILING, **fields)}, START)
    execution = machine.start([-1, -2, 1, 2])
    ended = machine.end(execution)
    run = only_run(machine, execution)
    assert (ended["status"], run["status"]) == (status, status)
    if status == "FAILED":
        assert ended["error"] == EXCEEDED
        return
    assert _counts(run) == {"succeeded": 2, "failed": 2, "total": 4}
    results = json.loads(ended["output"])
    assert (results[0]["Error"], results[0]["Cause"], results[2:]) == ("Odd", "item -1", [1, 2])


def test_exceeded_limit_aborts_what_runs_and_starts_nothing_more(
    make_machine: MakeMachine,
) -> None:
    """One fails, one waits, one has no room: failed, aborted, pending; the error can be caught."""
    states = {**FAILING, "Fine": {**SLEEPING["Wait"]}}
    catch = {"ErrorEquals": [EXCEEDED], "Next": "After", "Output": "{% $states.errorOutput %}"}
    items = distributed(
        states, MaxConcurrency="{% 1 + 1 %}", Catch=[{**catch, "Assign": {"left": "{% 1 %}"}}]
    )
    after = {
        "Type": "Pass",
        "Output": {"error": "{% $states.input.Error %}", "left": "{% $left %}"},
    }
    machine = make_machine({"Map": items, "After": {**after, "End": True}}, START)
    execution = machine.start([1, -1, 2])
    ended = machine.end(execution)
    assert json.loads(ended["output"]) == {"error": EXCEEDED, "left": 1}
    run = only_run(machine, execution)
    assert _counts(run) == {"failed": 1, "aborted": 1, "pending": 1, "total": 3}
    listed = machine.client.list_executions(mapRunArn=run["mapRunArn"])["executions"]
    assert sorted(child["status"] for child in listed) == ["ABORTED", "FAILED"]


def test_output_and_variables_of_a_map(make_machine: MakeMachine) -> None:
    """`Output` and `Assign` see the result."""
    items = distributed(
        PASS,
        Assign={"total": "{% $sum($states.result) %}"},
        Output={"first": "{% $states.result[0] %}"},
    )
    output = {"sum": "{% $total %}", "in": "{% $states.input %}"}
    after = {"Type": "Pass", "Output": output, "End": True}
    del items["End"]
    machine = make_machine({"Map": {**items, "Next": "After"}, "After": after}, START)
    assert machine.run([3, 4]) == {"sum": 7, "in": {"first": 3}}


def test_room_is_never_exceeded_and_can_be_changed(make_machine: MakeMachine) -> None:
    """MaxConcurrency children run, the rest waits; UpdateMapRun makes room for more."""
    machine = make_machine({"Map": distributed(SLEEPING, MaxConcurrency=2)}, START)
    execution = machine.start([1, 2, 3, 4, 5])
    wait(lambda: machine.client.list_map_runs(executionArn=execution)["mapRuns"], bool)
    running = {"running": 2, "pending": 3, "total": 5}
    run = wait(lambda: only_run(machine, execution), lambda run: _counts(run) == running)
    machine.client.update_map_run(mapRunArn=run["mapRunArn"], maxConcurrency=3)
    running = {"running": 3, "pending": 2, "total": 5}
    wait(lambda: only_run(machine, execution), lambda run: _counts(run) == running)
    machine.client.stop_execution(executionArn=execution)


def test_stopped_parent_aborts_its_children(make_machine: MakeMachine) -> None:
    """The run and the children are aborted, the rest never begins, the history can be read."""
    machine = make_machine({"Map": distributed(SLEEPING, MaxConcurrency=2)}, START)
    execution = machine.start([1, 2, 3])
    wait(lambda: machine.client.list_map_runs(executionArn=execution)["mapRuns"], bool)
    wait(lambda: only_run(machine, execution), lambda run: run["itemCounts"]["running"] == 2)
    machine.client.stop_execution(executionArn=execution, error="Stop", cause="by hand")
    run = wait(lambda: only_run(machine, execution), lambda run: run["status"] != "RUNNING")
    assert run["status"] == "ABORTED"
    assert _counts(run) == {"aborted": 2, "pending": 1, "total": 3}
    ended = machine.end(execution)
    assert [ended[key] for key in ("status", "error", "cause")] == ["ABORTED", "Stop", "by hand"]
    last = machine.client.get_execution_history(executionArn=execution, reverseOrder=True)
    assert last["events"][0]["type"] == "ExecutionAborted"


def test_map_needs_the_right_to_start_its_children(make_machine: MakeMachine) -> None:
    """The role must be allowed to start executions of the state machine itself."""
    machine = make_machine({"Map": distributed(PASS)}, "states:DescribeExecution")
    error, cause = machine.fail([1])
    assert error == "States.Permissions"
    assert cause.endswith(f"perform: {START} on resource: {machine.arn}")


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"ItemBatcher": {"MaxItemsPerBatch": 2}}, "ItemBatcher"),
        ({"ResultWriter": {"WriterConfig": {"OutputType": "JSONL"}}}, "WriterConfig"),
    ],
)
def test_field_that_would_be_ignored_is_refused(
    make_machine: MakeMachine, fields: dict[str, Any], word: str
) -> None:
    """What the embedded AWS lacks is said."""
    machine = make_machine({"Map": distributed(PASS, **fields)}, START)
    assert word in machine.fail([1])[1]


def test_result_that_aws_would_not_pass_on_fails(make_machine: MakeMachine) -> None:
    """Over 256 KiB of results need a ResultWriter."""
    big = {"Big": {"Type": "Pass", "Output": "{% $pad('', 30000, 'x') %}", "End": True}}
    machine = make_machine({"Map": distributed(big)}, START)
    assert machine.fail(list(range(9)))[0] == "States.DataLimitExceeded"


def test_items_input_that_cannot_be_computed_fails_the_map(make_machine: MakeMachine) -> None:
    """An expression's error is the map's, and children that run are aborted."""
    selector = {"item": "{% $number($states.context.Map.Item.Value) %}"}
    machine = make_machine({"Map": distributed(SLEEPING, ItemSelector=selector)}, START)
    execution = machine.start(["1", "two"])
    assert machine.end(execution)["error"] == "States.QueryEvaluationError"
    assert _counts(only_run(machine, execution)) == {"aborted": 1, "pending": 1, "total": 2}


def test_map_in_a_child_is_aborted_with_it(make_machine: MakeMachine) -> None:
    """Stopping reaches every level."""
    inner = distributed(SLEEPING, Label="Inner")
    machine = make_machine({"Map": distributed({"Inner": inner})}, START)
    execution = machine.start([[1]])
    wait(lambda: machine.client.list_map_runs(executionArn=execution)["mapRuns"], bool)
    outer = only_run(machine, execution)["mapRunArn"]
    children = wait(lambda: machine.client.list_executions(mapRunArn=outer)["executions"], bool)
    child = children[0]["executionArn"]
    wait(lambda: machine.client.list_map_runs(executionArn=child)["mapRuns"], bool)
    machine.client.stop_execution(executionArn=execution)
    wait(lambda: only_run(machine, child), lambda run: run["status"] == "ABORTED")
