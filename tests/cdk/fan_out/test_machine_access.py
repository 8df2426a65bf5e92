"""What the state machine may do."""

import json
from collections.abc import Callable
from typing import Any

from aws_cdk.assertions import Template

FanOut = Callable[..., Template]


def statements(template: Template) -> dict[str, dict[str, Any]]:
    """Return what the state machine's role may do, by name."""
    found = template.find_resources("AWS::IAM::Role")
    (role,) = (each["Properties"] for name, each in found.items() if "Machine" in name)
    return {each["Sid"]: each for each in role["Policies"][0]["PolicyDocument"]["Statement"]}


def test_it_submits_this_definition_to_the_lab_s_queues_and_no_other(fan_out: FanOut) -> None:
    """In any revision, as a run may outlive a deployment."""
    resources = statements(fan_out())["SubmitJobs"]["Resource"]
    queues = [each for each in resources if isinstance(each, str)]
    base = "arn:aws:batch:us-east-1:111122223333:job-queue/"
    assert sorted(each for each in queues if each.startswith(base)) == [
        f"{base}{name}" for name in ("gpu", "gpu-on-demand", "on-demand", "spot")
    ]
    (definition,) = fan_out().find_resources("AWS::Batch::JobDefinition")
    assert len(resources) == len(queues) + 2
    assert json.dumps(resources).count(definition) == 2


def test_only_jobs_are_asked_for_without_a_name(fan_out: FanOut) -> None:
    """DescribeJobs has no narrower resource; nothing else is about everything."""
    found = statements(fan_out())
    assert [sid for sid, each in found.items() if each["Resource"] == "*"] == ["SeeJobs"]


def test_the_topic_s_key_is_used_through_sns_alone(fan_out: FanOut) -> None:
    """What encrypts data is not lent to anything else."""
    assert statements(fan_out())["UseKeyThroughSns"]["Condition"] == {
        "StringEquals": {"kms:ViaService": "sns.us-east-1.amazonaws.com"}
    }
