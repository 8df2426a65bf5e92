"""Whoever stores or reads encrypted objects needs the right to use the key, through S3."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from localaws.instance import LocalAws
from tests.localaws.conftest import ACCOUNT, REGION, Sample, acting, error_code

OBJECTS = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
KEY = {
    "Effect": "Allow",
    "Action": ["kms:GenerateDataKey", "kms:Decrypt"],
    "Resource": "*",
    "Condition": {"StringEquals": {"kms:ViaService": f"s3.{REGION}.amazonaws.com"}},
}
TRUST = {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
}

ClientWith = Callable[..., Any]


def _document(*statements: dict[str, Any]) -> str:
    """Return a policy."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


@pytest.fixture
def client_with(aws: LocalAws) -> Iterator[ClientWith]:
    """Return S3 clients of a role that has some statements and nothing else."""
    iam = aws.client("iam")
    iam.create_role(RoleName="keyed", AssumeRolePolicyDocument=_document(TRUST))

    def build(*statements: dict[str, Any]) -> Any:  # noqa: ANN401
        policy = _document(*statements)
        iam.put_role_policy(RoleName="keyed", PolicyName="p", PolicyDocument=policy)
        role = f"arn:aws:iam::{ACCOUNT}:role/keyed"
        session = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="test")
        return acting(aws, "s3", session["Credentials"])

    yield build
    iam.delete_role_policy(RoleName="keyed", PolicyName="p")
    iam.delete_role(RoleName="keyed")


@pytest.fixture
def stored(aws: LocalAws, sample: Sample) -> dict[str, str]:
    """Store an object encrypted with the sample's key."""
    place = {"Bucket": sample.outputs["DataBucket"], "Key": "encrypted"}
    aws.client("s3").put_object(**place, Body=b"x")
    return place


@pytest.mark.parametrize(
    ("statements", "code"), [([OBJECTS], "AccessDenied"), ([OBJECTS, KEY], "")]
)
def test_writing_needs_the_key(
    client_with: ClientWith, stored: dict[str, str], statements: list[dict[str, Any]], code: str
) -> None:
    """A role without rights to the key stores nothing in a bucket that it encrypts."""
    assert code == error_code(client_with(*statements).put_object, **stored, Body=b"y")


@pytest.mark.parametrize(
    ("statements", "code"), [([OBJECTS], "AccessDenied"), ([OBJECTS, KEY], "")]
)
def test_reading_needs_the_key(
    client_with: ClientWith, stored: dict[str, str], statements: list[dict[str, Any]], code: str
) -> None:
    """A role without rights to the key reads nothing that it encrypted."""
    assert code == error_code(client_with(*statements).get_object, **stored)


@pytest.mark.parametrize(
    ("statements", "code"), [([OBJECTS], "AccessDenied"), ([OBJECTS, KEY], "")]
)
def test_starting_a_large_upload_needs_the_key(
    client_with: ClientWith, stored: dict[str, str], statements: list[dict[str, Any]], code: str
) -> None:
    """An upload in parts is refused at its start."""
    assert code == error_code(client_with(*statements).create_multipart_upload, **stored)


def test_key_of_aws_needs_no_rights(aws: LocalAws, client_with: ClientWith) -> None:
    """A bucket without a key of its own is open to whoever may use the bucket."""
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="plain", CreateBucketConfiguration={"LocationConstraint": REGION})
    code = error_code(client_with(OBJECTS).put_object, Bucket="plain", Key="x", Body=b"x")
    s3.delete_object(Bucket="plain", Key="x")
    s3.delete_bucket(Bucket="plain")
    assert code == ""
