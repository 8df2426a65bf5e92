"""Reading an object from a state machine."""

import json

import pytest

from localaws.instance import LocalAws
from tests.localaws.stepfunctions.conftest import MakeMachine, task

RESOURCE = "arn:aws:states:::aws-sdk:s3:getObject"
BUCKET = "bucket-of-get-object"
STATES = {"Read": task(RESOURCE, {"Bucket": BUCKET, "Key": "{% $states.input.key %}"})}


@pytest.fixture(scope="module", autouse=True)
def _object(aws: LocalAws) -> None:
    """Put an object into a bucket."""
    s3 = aws.client("s3")
    s3.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    s3.put_object(Bucket=BUCKET, Key="status.json", Body=b'{"reason": "no cells"}')


def test_body_comes_as_text(make_machine: MakeMachine) -> None:
    """To be parsed by an expression."""
    result = make_machine(STATES, "s3:GetObject", "s3:ListBucket").run({"key": "status.json"})
    assert json.loads(result["Body"]) == {"reason": "no cells"}
    assert result["ContentLength"] == len(result["Body"])


def test_missing_object_is_an_error_that_can_be_caught(make_machine: MakeMachine) -> None:
    """By the name that the API's model gives it."""
    machine = make_machine(STATES, "s3:GetObject", "s3:ListBucket")
    error, _ = machine.fail({"key": "none.json"})
    assert error == "S3.NoSuchKey"


def test_role_must_be_allowed_to_read(make_machine: MakeMachine) -> None:
    """It is the execution's role that reads."""
    error, cause = make_machine(STATES).fail({"key": "status.json"})
    assert error == "S3.AmazonS3Exception"
    assert "AccessDenied" in cause
