"""StartExecution with the same name again."""

import pytest
from botocore.exceptions import ClientError

from tests.localaws.conftest import error_code
from tests.localaws.stepfunctions.conftest import PASS, Machine, MakeMachine

WAIT = {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}}


def _start(machine: Machine, text: str) -> str:
    """Return the code with which a second start is refused, if it is."""
    return error_code(
        machine.client.start_execution, stateMachineArn=machine.arn, name="run", input=text
    )


def test_same_request_while_it_runs_is_the_same_execution(make_machine: MakeMachine) -> None:
    """A repeated start returns the running execution and its start; other input is refused."""
    machine = make_machine(WAIT)
    first = machine.client.start_execution(stateMachineArn=machine.arn, name="run", input="[1]")
    again = machine.client.start_execution(stateMachineArn=machine.arn, name="run", input="[1]")
    assert [first[k] for k in ("executionArn", "startDate")] == [
        again[k] for k in ("executionArn", "startDate")
    ]
    assert len(machine.client.list_executions(stateMachineArn=machine.arn)["executions"]) == 1
    assert _start(machine, "[2]") == "ExecutionAlreadyExists"
    machine.client.stop_execution(executionArn=first["executionArn"])


def test_name_of_a_closed_execution_is_taken(make_machine: MakeMachine) -> None:
    """The same request after the end is refused."""
    machine = make_machine(PASS)
    machine.end(machine.start([1], name="run"))
    assert _start(machine, "[1]") == "ExecutionAlreadyExists"


@pytest.mark.parametrize("name", ["a b", "a/b", "a:b", "é*", "x" * 81])
def test_name_that_aws_does_not_allow_is_refused(make_machine: MakeMachine, name: str) -> None:
    """A name is checked before anything starts."""
    machine = make_machine(PASS)
    with pytest.raises(ClientError, match="InvalidName"):
        machine.start(name=name)
