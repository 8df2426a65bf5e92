"""State machines of a test's own, with roles that may do exactly what the test says."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from localaws.instance import LocalAws

SECONDS = 30
_numbers = count(1)
TRUST = {
    "Effect": "Allow",
    "Principal": {"Service": "states.amazonaws.com"},
    "Action": "sts:AssumeRole",
}


@dataclass(frozen=True)
class Machine:
    """A state machine and what a test does with it."""

    client: Any
    arn: str
    role: str

    def start(self, data: Any = None, **parameters: str) -> str:  # noqa: ANN401
        """Start an execution and return its ARN."""
        text = json.dumps({} if data is None else data)
        started = self.client.start_execution(stateMachineArn=self.arn, input=text, **parameters)
        return str(started["executionArn"])

    def end(self, execution: str) -> dict[str, Any]:
        """Wait until an execution has ended and return its description."""
        found: dict[str, Any] = wait(
            lambda: self.client.describe_execution(executionArn=execution),
            lambda found: found["status"] != "RUNNING",
        )
        return found

    def run(self, data: Any = None) -> Any:  # noqa: ANN401
        """Run an execution and return its output, which it must have."""
        found = self.end(self.start(data))
        assert found["status"] == "SUCCEEDED", (found.get("error"), found.get("cause"))
        return json.loads(found["output"])

    def fail(self, data: Any = None) -> tuple[str, str]:  # noqa: ANN401
        """Run an execution and return the error and the cause with which it must end."""
        found = self.end(self.start(data))
        assert found["status"] == "FAILED", found.get("output")
        return found["error"], found["cause"]


MakeMachine = Callable[..., Machine]


def wait(look: Callable[[], Any], done: Callable[[Any], bool]) -> Any:  # noqa: ANN401
    """Look until it is done, and return what was seen last."""
    deadline = time.monotonic() + SECONDS
    while not done(found := look()):
        assert time.monotonic() < deadline, found
        time.sleep(0.03)
    return found


@pytest.fixture(scope="session")
def clients(aws: LocalAws) -> tuple[Any, Any]:
    """Build the clients that every test needs, once: that takes longer than most tests."""
    return aws.client("iam"), aws.client("stepfunctions")


@pytest.fixture
def make_machine(clients: tuple[Any, Any]) -> Iterator[MakeMachine]:
    """Make state machines, from states of which the first comes first, and allowed actions."""
    iam, client = clients
    made: list[tuple[str, str]] = []

    def make(
        states: dict[str, Any],
        *actions: str,
        language: str = "JSONata",
        trust: dict[str, Any] = TRUST,
    ) -> Machine:
        name = f"test-{next(_numbers)}"
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust))["Role"]
        if actions:
            allow = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
            iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=policy(allow))
        definition = {"QueryLanguage": language, "StartAt": next(iter(states)), "States": states}
        machine = client.create_state_machine(
            name=name, definition=json.dumps(definition), roleArn=role["Arn"]
        )
        made.append((machine["stateMachineArn"], name))
        return Machine(client, machine["stateMachineArn"], role["Arn"])

    yield make
    for arn, role in made:
        client.delete_state_machine(stateMachineArn=arn)
        for inline in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            iam.delete_role_policy(RoleName=role, PolicyName=inline)
        iam.delete_role(RoleName=role)


def policy(statement: dict[str, Any]) -> str:
    """Return a policy of one statement."""
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def task(resource: str, arguments: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a Task state that ends the machine."""
    given = {} if arguments is None else {"Arguments": arguments}
    return {"Type": "Task", "Resource": resource, "End": True, **given, **fields}


def distributed(states: dict[str, Any], **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a distributed Map state that ends the machine, with the states of its children."""
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": next(iter(states)),
        "States": states,
    }
    return {"Type": "Map", "Label": "Items", "ItemProcessor": processor, "End": True, **fields}


PASS = {"Pass": {"Type": "Pass", "End": True}}
"""States of a child that returns its input."""
