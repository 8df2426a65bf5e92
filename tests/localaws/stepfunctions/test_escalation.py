"""A fan-out whose jobs are tried at a second size, with an alert when that fails too."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from localaws.instance import LocalAws
from tests.localaws.stepfunctions.conftest import MakeMachine, distributed, policy
from tests.localaws.stepfunctions.jobs import job, queue

NAME = "escalation"
ACTIONS = ("batch:*", "events:*", "states:StartExecution", "sns:Publish")
# Folders are called after the exit codes of their two sizes.
SCRIPT = "exit $(echo $FOLDER | cut -d - -f $SIZE)"


def _size(number: int, following: str) -> dict[str, Any]:
    """Return the state that runs a folder at one of its sizes."""
    environment = [
        {"Name": "FOLDER", "Value": "{% $folder %}"},
        {"Name": "SIZE", "Value": str(number)},
    ]
    override = {"Command": ["sh", "-c", SCRIPT], "Environment": environment}
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::batch:submitJob.sync",
        "Arguments": job(NAME, ContainerOverrides=override),
        "Output": {"folder": "{% $folder %}", "size": number},
        "Catch": [
            {
                "ErrorEquals": ["States.TaskFailed"],
                "Output": "{% $parse($states.errorOutput.Cause).Container.ExitCode %}",
                "Next": following,
            }
        ],
        "Next": "Done",
    }


def _child(topic: str) -> dict[str, Any]:
    """Return the states of a folder."""
    message = {"folder": "{% $folder %}", "exit_code": "{% $states.input %}"}
    return {
        "Folder": {"Type": "Pass", "Assign": {"folder": "{% $states.input %}"}, "Next": "First"},
        "First": _size(1, "Second"),
        "Second": _size(2, "Alert"),
        "Alert": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sns:publish",
            "Arguments": {"TopicArn": topic, "Message": message},
            "Output": "{% $states.input %}",
            "Next": "Bad",
        },
        "Bad": {
            "Type": "Fail",
            "Error": "FolderFailed",
            "Cause": "{% $string({'folder': $folder, 'exit_code': $states.input}) %}",
        },
        "Done": {"Type": "Succeed"},
    }


@pytest.fixture(scope="module")
def alerts(aws: LocalAws) -> Iterator[tuple[str, str]]:
    """Make a topic and the queue that it tells, and what jobs need."""
    sns, sqs = aws.client("sns"), aws.client("sqs")
    topic = sns.create_topic(Name=NAME)["TopicArn"]
    url = sqs.create_queue(QueueName=NAME)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    admit = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn["QueueArn"],
    }
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(admit)})
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn["QueueArn"])
    with queue(aws, NAME):
        yield topic, url
    sns.delete_topic(TopicArn=topic)
    sqs.delete_queue(QueueUrl=url)


def test_folder_fails_after_two_sizes_and_tells(
    aws: LocalAws, make_machine: MakeMachine, alerts: tuple[str, str]
) -> None:
    """One folder succeeds, one at its second size, one fails with an alert; the run goes on."""
    topic, url = alerts
    items = distributed(_child(topic), ToleratedFailureCount=1)
    results = make_machine({"Folders": items}, *ACTIONS).run(["0-0", "3-0", "4-5"])
    assert results[:2] == [{"folder": "0-0", "size": 1}, {"folder": "3-0", "size": 2}]
    told = {"folder": "4-5", "exit_code": 5}
    assert (results[2]["Error"], json.loads(results[2]["Cause"])) == ("FolderFailed", told)
    (message,) = aws.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
    assert json.loads(json.loads(message["Body"])["Message"]) == told
