"""The state machine's definition, its holes, and what it may do."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aws_cdk.assertions import Template

from cdk.fan_out.state_machine import DEFINITION

FanOut = Callable[..., Template]


@pytest.fixture(scope="module")
def machine(fan_out: FanOut) -> dict[str, Any]:
    """Return the state machine's properties."""
    (found,) = fan_out().find_resources("AWS::StepFunctions::StateMachine").values()
    properties: dict[str, Any] = found["Properties"]
    return properties


@pytest.fixture(scope="module")
def definition(machine: dict[str, Any]) -> dict[str, Any]:
    """Return the definition as Step Functions reads it."""
    parsed: dict[str, Any] = json.loads(machine["DefinitionString"])
    return parsed


def states(definition: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], set[str]]]:
    """Yield each state with its name and the names of its siblings, those of children too."""
    siblings = set(definition["States"])
    for name, state in definition["States"].items():
        yield name, state, siblings
        if "ItemProcessor" in state:
            yield from states(state["ItemProcessor"])


def targets(state: dict[str, Any]) -> Iterator[str]:
    """Yield the states that may follow one."""
    yield from (
        each["Next"]
        for each in (state, *state.get("Choices", []), *state.get("Catch", []))
        if "Next" in each
    )
    if "Default" in state:
        yield state["Default"]


def test_every_hole_is_filled_and_every_filling_has_a_hole(machine: dict[str, Any]) -> None:
    """CloudFormation would leave a misspelt one as it stands."""
    holes = set(re.findall(r"\$\{(\w+)\}", DEFINITION.read_text(encoding="utf-8")))
    assert holes == set(machine["DefinitionSubstitutions"])


def test_every_state_is_reached_and_leads_on(definition: dict[str, Any]) -> None:
    """No transition into nothing, no state that nobody enters."""
    reached = {definition["StartAt"], definition["States"]["Folders"]["ItemProcessor"]["StartAt"]}
    for name, state, siblings in states(definition):
        following = set(targets(state))
        assert following <= siblings, name
        assert following or state["Type"] in ("Succeed", "Fail"), name
        reached |= following
    assert reached == {name for name, _, _ in states(definition)}


def test_a_job_waits_for_its_end_and_its_failure_is_caught(definition: dict[str, Any]) -> None:
    """A folder that fails does not end the others."""
    children = definition["States"]["Folders"]["ItemProcessor"]["States"]
    assert children["Submit"]["Resource"].endswith("batch:submitJob.sync")
    assert [each["ErrorEquals"] for each in children["Submit"]["Catch"]] == [["States.ALL"]]
    assert definition["States"]["Folders"]["ToleratedFailureCount"].startswith("{%")


def test_one_state_submits_all_tries(definition: dict[str, Any]) -> None:
    """First, on demand, and escalated jobs differ in queue and size alone."""
    submitting = [
        name for name, state, _ in states(definition) if "submitJob" in state.get("Resource", "")
    ]
    assert submitting == ["Submit"]


def test_only_step_functions_of_this_account_takes_the_role(fan_out: FanOut) -> None:
    """No other account's state machine can be made to act as it."""
    found = fan_out().find_resources("AWS::IAM::Role")
    (role,) = (each["Properties"] for name, each in found.items() if "Machine" in name)
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "states.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}}


def test_it_starts_and_ends_children_of_its_own(fan_out: FanOut) -> None:
    """A distributed map is executions of the same state machine."""
    found = fan_out().find_resources("AWS::IAM::Policy")
    (policy,) = (each["Properties"] for name, each in found.items() if "Children" in name)
    start, end = policy["PolicyDocument"]["Statement"]
    (machine,) = fan_out().find_resources("AWS::StepFunctions::StateMachine")
    assert start["Resource"] == {"Ref": machine}
    assert ":execution:" in json.dumps(end["Resource"])
