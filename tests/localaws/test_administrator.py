"""Who callers are, and what the emulator checks about them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from localaws.instance import LocalAws
from localaws.session import client
from tests.localaws.conftest import ACCOUNT, acting, error_code

ROOT = f"arn:aws:iam::{ACCOUNT}:root"


def _document(**statement: Any) -> str:  # noqa: ANN401
    """Return a policy of one statement."""
    statements = [{"Effect": "Allow", **statement}]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


@pytest.fixture(scope="module")
def reader(aws: LocalAws) -> Iterator[Mapping[str, str]]:
    """Return a session of a role that may list one folder of one bucket and nothing else."""
    iam, s3 = aws.client("iam"), aws.client("s3")
    s3.create_bucket(
        Bucket="administrator-test", CreateBucketConfiguration={"LocationConstraint": aws.region}
    )
    trust = _document(Principal={"AWS": ROOT}, Action="sts:AssumeRole")
    iam.create_role(RoleName="reader", AssumeRolePolicyDocument=trust)
    listing = _document(
        Action="s3:ListBucket",
        Resource="arn:aws:s3:::administrator-test",
        Condition={"StringLike": {"s3:prefix": "projects/one/*"}},
    )
    iam.put_role_policy(RoleName="reader", PolicyName="list", PolicyDocument=listing)
    role = f"arn:aws:iam::{ACCOUNT}:role/reader"
    session = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="test")
    yield session["Credentials"]
    iam.delete_role_policy(RoleName="reader", PolicyName="list")
    iam.delete_role(RoleName="reader")
    s3.delete_bucket(Bucket="administrator-test")


def test_caller_is_an_administrator_of_the_labs_account(aws: LocalAws) -> None:
    """The account is the one in the lab's YAML, and the caller is not its root."""
    identity = aws.client("sts").get_caller_identity()
    assert identity["Account"] == ACCOUNT
    assert identity["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/lab-administrator"


def test_wrong_secret_is_refused(aws: LocalAws) -> None:
    """Signatures are checked."""
    environment = aws.environment() | {"AWS_SECRET_ACCESS_KEY": "wrong"}
    s3 = client(environment, "s3")
    assert error_code(s3.list_buckets) == "SignatureDoesNotMatch"


def test_unknown_key_is_refused(aws: LocalAws) -> None:
    """A key that nobody issued opens nothing, such as one of a real account."""
    environment = aws.environment() | {"AWS_ACCESS_KEY_ID": "AKIAREALREALREALREAL"}
    s3 = client(environment, "s3")
    assert error_code(s3.list_buckets) == "InvalidAccessKeyId"


def test_role_may_do_what_its_policy_allows(aws: LocalAws, reader: Mapping[str, str]) -> None:
    """A condition on the prefix is met."""
    s3 = acting(aws, "s3", reader)
    denied = error_code(s3.list_objects_v2, Bucket="administrator-test", Prefix="projects/one/")
    assert denied == ""


def test_role_may_not_do_what_its_condition_excludes(
    aws: LocalAws, reader: Mapping[str, str]
) -> None:
    """A condition on the prefix is not met."""
    s3 = acting(aws, "s3", reader)
    denied = error_code(s3.list_objects_v2, Bucket="administrator-test", Prefix="projects/two/")
    assert denied == "AccessDenied"


def test_role_may_not_do_what_nobody_granted(aws: LocalAws, reader: Mapping[str, str]) -> None:
    """What no policy allows is denied."""
    s3 = acting(aws, "s3", reader)
    denied = error_code(s3.put_object, Bucket="administrator-test", Key="x", Body=b"")
    assert denied == "AccessDenied"


def test_role_of_a_service_is_not_assumed_by_people(aws: LocalAws) -> None:
    """A trust policy that names a service lets no user in, administrators included."""
    iam = aws.client("iam")
    trust = _document(Principal={"Service": "ecs-tasks.amazonaws.com"}, Action="sts:AssumeRole")
    iam.create_role(RoleName="jobs", AssumeRolePolicyDocument=trust)
    role = f"arn:aws:iam::{ACCOUNT}:role/jobs"
    code = error_code(aws.client("sts").assume_role, RoleArn=role, RoleSessionName="test")
    iam.delete_role(RoleName="jobs")
    assert code == "AccessDenied"
