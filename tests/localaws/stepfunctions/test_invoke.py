"""Functions, called as the execution role."""

import json
from typing import Any

from tests.localaws.conftest import DeployTemplate
from tests.localaws.functions import function
from tests.localaws.stepfunctions.conftest import MakeMachine, task

CODE = """
    def handle(event, _context):
        if event.get("fail"):
            raise ValueError("as the event says")
        return {"seen": event}
"""
INVOKE = "arn:aws:states:::lambda:invoke"


def _states(arn: str) -> dict[str, Any]:
    """Return a state that passes its input on to a function."""
    return {"Call": task(INVOKE, {"FunctionName": arn, "Payload": "{% $states.input %}"})}


def test_function_answers_and_fails_and_needs_a_grant(
    deploy_resources: DeployTemplate, make_machine: MakeMachine
) -> None:
    """The answer is the payload; what the function raises is the error; no grant, no call."""
    output = {"Function": {"Fn::GetAtt": ["Function", "Arn"]}}
    arn = deploy_resources(function(CODE), output).outputs["Function"]
    machine = make_machine(_states(arn), "lambda:InvokeFunction")
    assert machine.run({"a": 1})["Payload"] == {"seen": {"a": 1}}
    error, cause = machine.fail({"fail": True})
    # ministack's Lambda calls every exception of a handler so; AWS says ValueError.
    assert error == "Runtime.HandlerError"
    assert json.loads(cause)["errorMessage"] == "as the event says"
    by_arn = make_machine({"Call": task(arn, {"b": 2})}, "lambda:InvokeFunction")
    assert by_arn.run() == {"seen": {"b": 2}}
    error, cause = make_machine(_states(arn)).fail()
    assert error == "Lambda.AWSLambdaException"
    assert "not authorized to perform: lambda:InvokeFunction" in cause
    assert "Error Code: AccessDeniedException" in cause
