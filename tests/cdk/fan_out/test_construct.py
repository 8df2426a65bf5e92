"""A project's fan-out as a whole."""

from collections.abc import Callable

import pytest
from aws_cdk.assertions import Template

FanOut = Callable[..., Template]


def test_a_fan_out_is_these_resources(fan_out: FanOut) -> None:
    """Nothing in it holds data or costs anything while no job runs."""
    kinds = [each["Type"] for each in fan_out().to_json()["Resources"].values()]
    assert sorted(set(kinds)) == [
        "AWS::Batch::JobDefinition",
        "AWS::IAM::Policy",
        "AWS::IAM::Role",
        "AWS::Lambda::Function",
        "AWS::Logs::LogGroup",
        "AWS::SNS::Subscription",
        "AWS::SNS::Topic",
        "AWS::SNS::TopicPolicy",
        "AWS::SSM::Parameter",
        "AWS::StepFunctions::StateMachine",
    ]


def test_without_queues_there_is_nothing_to_build(fan_out: FanOut) -> None:
    """A fact that was not read is a mistake of ours, told at synthesis."""
    with pytest.raises(ValueError, match="batch_queue_arn is needed"):
        fan_out(without=("batch_queue_arn",))


def test_without_gpus_the_queue_for_them_is_the_usual_one(fan_out: FanOut) -> None:
    """The state machine names a queue that exists; `virtuallab` refuses to ask for GPUs."""
    template = fan_out(without=("batch_gpu_queue_arn",))
    (machine,) = template.find_resources("AWS::StepFunctions::StateMachine").values()
    holes = machine["Properties"]["DefinitionSubstitutions"]
    assert (
        holes["GpuQueue"] == holes["Queue"] == "arn:aws:batch:us-east-1:111122223333:job-queue/spot"
    )
