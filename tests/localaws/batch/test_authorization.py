"""Policies may name the queues, definitions and jobs that they allow."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.session import client
from tests.localaws.batch.conftest import Batch
from tests.localaws.conftest import ACCOUNT, REGION


def _acting(batch: Batch, *statements: tuple[str, str]) -> Any:  # noqa: ANN401
    """Return a client of a new user who may do some things to some resources."""
    iam, name = batch.aws.client("iam"), batch.name("user")
    iam.create_user(UserName=name)
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": action, "Resource": f"arn:aws:batch:*:*:{resource}"}
            for action, resource in statements
        ],
    }
    iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=json.dumps(document))
    keys = iam.create_access_key(UserName=name)["AccessKey"]
    environment = batch.aws.environment() | {
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
    }
    return client(environment, "batch")


def test_policy_for_one_queue_and_definition_is_enough(batch: Batch) -> None:
    """Both ARNs together allow a submission."""
    queue, definition = batch.queue(), batch.definition("true")
    user = _acting(
        batch,
        ("batch:SubmitJob", f"job-queue/{queue}"),
        ("batch:SubmitJob", f"job-definition/{definition.rpartition('/')[2]}"),
    )
    answer = user.submit_job(jobName="own", jobQueue=queue, jobDefinition=definition)
    assert batch.wait(answer["jobId"])["status"] == "SUCCEEDED"


@pytest.mark.parametrize("allowed", ["job-queue/*", "job-definition/*"])
def test_submission_needs_queue_and_definition(batch: Batch, allowed: str) -> None:
    """One of the two is not enough."""
    queue, definition = batch.queue(), batch.definition("true")
    user = _acting(batch, ("batch:SubmitJob", allowed))
    with pytest.raises(ClientError, match="is not authorized to perform: batch:SubmitJob") as error:
        user.submit_job(jobName="own", jobQueue=queue, jobDefinition=definition)
    assert error.value.response["Error"]["Code"] == "AccessDeniedException"


def test_only_named_jobs_may_be_ended(batch: Batch) -> None:
    """A policy for one job does not allow to end another."""
    queue, definition = batch.queue(), batch.definition("sleep 60")
    own, other = (batch.submit(queue, definition) for _ in range(2))
    user = _acting(batch, ("batch:TerminateJob", f"job/{own}"))
    with pytest.raises(ClientError, match="not authorized"):
        user.terminate_job(jobId=other, reason="Mine now")
    user.terminate_job(jobId=own, reason="Enough")
    assert batch.wait(own)["statusReason"] == "Enough"
    batch.client.terminate_job(jobId=other, reason="Enough")


def test_policy_for_a_queue_allows_to_tag_it(batch: Batch) -> None:
    """The ARN in the path is the resource."""
    queue = batch.queue()
    user = _acting(batch, ("batch:TagResource", f"job-queue/{queue}"))
    arn = f"arn:aws:batch:{REGION}:{ACCOUNT}:job-queue/{queue}"
    user.tag_resource(resourceArn=arn, tags={"lab": "demo"})
    assert batch.client.list_tags_for_resource(resourceArn=arn)["tags"] == {"lab": "demo"}
