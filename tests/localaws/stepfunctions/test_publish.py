"""`sns:publish` to encrypted topics and to queues."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.stepfunctions.conftest import MakeMachine, task

PUBLISH = "arn:aws:states:::sns:publish"
KEY_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}},
            "Action": "kms:*",
            "Resource": "*",
        }
    ],
}
RESOURCES = {
    "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": KEY_POLICY}},
    "Topic": {
        "Type": "AWS::SNS::Topic",
        "Properties": {"KmsMasterKeyId": {"Fn::GetAtt": ["Key", "Arn"]}},
    },
    "Queue": {"Type": "AWS::SQS::Queue"},
    "Subscription": {
        "Type": "AWS::SNS::Subscription",
        "Properties": {
            "Protocol": "sqs",
            "TopicArn": {"Ref": "Topic"},
            "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]},
        },
    },
    "Admit": {
        "Type": "AWS::SQS::QueuePolicy",
        "Properties": {
            "Queues": [{"Ref": "Queue"}],
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "sns.amazonaws.com"},
                        "Action": "sqs:SendMessage",
                        "Resource": {"Fn::GetAtt": ["Queue", "Arn"]},
                    }
                ],
            },
        },
    },
}
OUTPUTS = {"Topic": {"Ref": "Topic"}, "Queue": {"Ref": "Queue"}}


@pytest.fixture
def outputs(deploy_resources: DeployTemplate) -> Mapping[str, Any]:
    """Deploy an encrypted topic that tells a queue."""
    result = deploy_resources(RESOURCES, OUTPUTS)
    assert result.succeeded, result.failures
    return result.outputs


def test_message_reaches_a_queue(
    aws: LocalAws, make_machine: MakeMachine, outputs: Mapping[str, str]
) -> None:
    """Subject, attributes and a message that is an object arrive at a subscriber."""
    arguments = {
        "TopicArn": outputs["Topic"],
        "Subject": "A folder failed",
        "Message": {"folder": "{% $states.input.folder %}"},
        "MessageAttributes": {"run": {"DataType": "String", "StringValue": "one"}},
    }
    actions = ("sns:Publish", "kms:GenerateDataKey*", "kms:Decrypt")
    result = make_machine({"Tell": task(PUBLISH, arguments)}, *actions).run({"folder": "f1"})
    sqs = aws.client("sqs")
    (message,) = sqs.receive_message(QueueUrl=outputs["Queue"], WaitTimeSeconds=5)["Messages"]
    body = json.loads(message["Body"])
    assert result["MessageId"] == body["MessageId"]
    assert (body["Subject"], json.loads(body["Message"])) == ("A folder failed", {"folder": "f1"})
    assert body["MessageAttributes"]["run"]["Value"] == "one"


def test_topics_key_must_be_usable(make_machine: MakeMachine, outputs: Mapping[str, str]) -> None:
    """The right to publish is not enough for an encrypted topic."""
    states = {"Tell": task(PUBLISH, {"TopicArn": outputs["Topic"], "Message": "m"})}
    machine = make_machine(states, "sns:Publish", "kms:Decrypt")
    error, cause = machine.fail()
    assert error == "SNS.KMSAccessDeniedException"
    assert "is not authorized to perform: kms:GenerateDataKey on arn:aws:kms" in cause
