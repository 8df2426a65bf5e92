"""Tests of telling causes from consequences."""

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from console.cloudformation import describe, failures

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def client() -> Any:  # noqa: ANN401
    """Return a client that sends nothing."""
    keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
    return boto3.client("cloudformation", region_name="us-east-1", **keys)


def event(logical_id: str, status: str, reason: str, minutes: int) -> dict[str, Any]:
    """Return a stack event some minutes after the start."""
    return {
        "StackId": "s",
        "EventId": f"{logical_id}-{minutes}",
        "StackName": "s",
        "LogicalResourceId": logical_id,
        "ResourceType": "AWS::S3::Bucket",
        "Timestamp": NOW + timedelta(minutes=minutes),
        "ResourceStatus": status,
        "ResourceStatusReason": reason,
    }


def test_causes_are_told_and_consequences_left_out(client: Any) -> None:  # noqa: ANN401
    """Of a failed deployment, only what failed by itself and only this time."""
    found = [
        event("Old", "CREATE_FAILED", "yesterday", -60),
        event("Cause", "CREATE_FAILED", "bucket exists", 1),
        event("Victim", "CREATE_FAILED", "Resource creation cancelled", 2),
        event("Fine", "CREATE_COMPLETE", "", 1),
    ]
    with Stubber(client) as stub:
        stub.add_response("describe_stack_events", {"StackEvents": found})
        told = [str(failure) for failure in failures(client, ["s"], NOW)]
    assert told == ["s: Cause (AWS::S3::Bucket): bucket exists"]


def test_stack_that_does_not_exist_is_none(client: Any) -> None:  # noqa: ANN401
    """CloudFormation says so by an error, which is an answer here."""
    with Stubber(client) as stub:
        message = "Stack with id s does not exist"
        stub.add_client_error("describe_stacks", "ValidationError", message)
        assert describe(client, "s") is None
