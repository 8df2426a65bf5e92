"""How people and notebooks reach a fan-out."""

import json
from collections.abc import Callable
from typing import Any

from aws_cdk.assertions import Template

FanOut = Callable[..., Template]


def policy(template: Template) -> dict[str, dict[str, Any]]:
    """Return the statements of the policy that the project's role gets, by their name."""
    found = template.find_resources("AWS::IAM::Policy")
    (properties,) = (each["Properties"] for name, each in found.items() if "Submit" in name)
    return {each["Sid"]: each for each in properties["PolicyDocument"]["Statement"]}


def settings(template: Template) -> dict[str, Any]:
    """Return what people are told, with names of resources where CloudFormation puts them."""
    (parameter,) = template.find_resources("AWS::SSM::Parameter").values()
    assert parameter["Properties"]["Name"] == "/lab/demo/dev/fan_out/blood-atlas"
    parts = parameter["Properties"]["Value"]["Fn::Join"][1]
    text = "".join(part if isinstance(part, str) else part["Ref"] for part in parts)
    found: dict[str, Any] = json.loads(text)
    return found


def test_people_are_told_all_they_need(fan_out: FanOut) -> None:
    """Where to start, where data is and may go, limits, factors, prices."""
    template = fan_out(max_concurrency=12, escalation={"memory_factor": 3})
    (machine,) = template.find_resources("AWS::StepFunctions::StateMachine")
    found = settings(template)
    assert found.pop("state_machine_arn") == machine
    assert found.pop("log_group").startswith("FanOutLogGroup")
    assert found.pop("alert_topic_arn").startswith("FanOutAlertsTopic")
    assert found == {
        "folders": {
            "raw": "s3://raw-1/projects/blood-atlas/",
            "results": "s3://results-1/projects/blood-atlas/",
        },
        "writable": ["results"],
        "max_concurrency": 12,
        "max_failures": 25,
        "timeout_minutes": 720,
        "host_loss_attempts": 10,
        "escalation": {"memory_factor": 3, "vcpu_factor": 2},
        "machines": [],
        "max_vcpus": {"spot": 256, "on_demand": 64},
    }


def test_people_start_their_own_fan_outs_and_submit_no_job_past_them(fan_out: FanOut) -> None:
    """Whatever runs is escalated, counted and reported."""
    statements = policy(fan_out())
    actions = [a for each in statements.values() for a in [*each["Action"]] if len(a) > 1]
    assert [action for action in actions if action.startswith("batch:")] == []
    (machine,) = fan_out().find_resources("AWS::StepFunctions::StateMachine")
    assert statements["StartFanOuts"]["Resource"] == {"Ref": machine}


def test_no_statement_is_about_everything(fan_out: FanOut) -> None:
    """Executions and maps of this machine, one parameter, one log group."""
    assert [sid for sid, each in policy(fan_out()).items() if each["Resource"] == "*"] == []
