"""`Batch Job State Change` on EventBridge."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.localaws.batch.conftest import Batch


@contextmanager
def _received(batch: Batch, **detail: list[str]) -> Iterator[list[dict[str, Any]]]:
    """Collect the events with some details, which come through a rule into a queue."""
    events, sqs = batch.aws.client("events"), batch.aws.client("sqs")
    name = batch.name("events")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    pattern = {
        "source": ["aws.batch"],
        "detail-type": ["Batch Job State Change"],
        "detail": detail,
    }
    events.put_rule(Name=name, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": arn}])
    received: list[dict[str, Any]] = []
    yield received
    deadline, quiet = time.monotonic() + 20, 0
    while quiet < 2:
        assert time.monotonic() < deadline
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        received += [json.loads(message["Body"]) for message in messages]
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        quiet = 0 if messages else quiet + bool(received)
        time.sleep(0.05)
    events.remove_targets(Rule=name, Ids=["queue"])
    events.delete_rule(Name=name)


def test_each_change_of_a_job_is_told_in_order(batch: Batch) -> None:
    """From RUNNABLE on, with the job as it was at that time."""
    with _received(batch, jobName=["told"]) as events:
        job = batch.run("exit 5", jobName="told")
    assert [event["detail"]["status"] for event in events] == [
        "RUNNABLE",
        "STARTING",
        "RUNNING",
        "FAILED",
    ]
    last = events[-1]
    assert last["source"] == "aws.batch"
    assert last["resources"] == [job["jobArn"]]
    assert last["detail"]["container"]["exitCode"] == 5
    assert last["detail"]["jobId"] == job["jobId"]


def test_submitting_an_array_tells_nothing_of_its_children(batch: Batch) -> None:
    """Only what happens to them later is told, and the end of the array."""
    with _received(batch, jobName=["told-array"]) as events:
        array = batch.submit(
            batch.queue(), batch.definition(":"), jobName="told-array", arrayProperties={"size": 2}
        )
        batch.wait(array)
    told = [(e["detail"]["jobId"].removeprefix(array), e["detail"]["status"]) for e in events]
    child = [("STARTING"), ("RUNNING"), ("SUCCEEDED")]
    assert [status for index, status in told if index == ":0"] == child
    assert [status for index, status in told if not index] == ["PENDING", "SUCCEEDED"]
