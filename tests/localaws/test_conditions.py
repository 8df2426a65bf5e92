"""Condition keys that the emulator completes, in the policies of the sample stacks."""

from collections.abc import Iterator, Mapping

import pytest

from localaws.instance import LocalAws
from tests.localaws.conftest import ACCOUNT, Sample, acting, error_code

TRUST = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",'
    f' "Principal": {{"AWS": "arn:aws:iam::{ACCOUNT}:root"}}}}]}}'
)
ASSUME = (
    '{"Version": "2012-10-17", "Statement":'
    ' [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}'
)


@pytest.fixture(params=["/", "/people/"])
def member(aws: LocalAws, request: pytest.FixtureRequest) -> Iterator[Mapping[str, str]]:
    """Return a session of a role that the sample's project trusts, with and without a path."""
    iam = aws.client("iam")
    iam.create_role(RoleName="member-anna", Path=request.param, AssumeRolePolicyDocument=TRUST)
    iam.put_role_policy(RoleName="member-anna", PolicyName="assume", PolicyDocument=ASSUME)
    role = f"arn:aws:iam::{ACCOUNT}:role{request.param}member-anna"
    yield aws.client("sts").assume_role(RoleArn=role, RoleSessionName="anna")["Credentials"]
    iam.delete_role_policy(RoleName="member-anna", PolicyName="assume")
    iam.delete_role(RoleName="member-anna")


@pytest.fixture
def project(aws: LocalAws, sample: Sample, member: Mapping[str, str]) -> Mapping[str, str]:
    """Return a session of the project's role, assumed by a member."""
    sts = acting(aws, "sts", member)
    session = sts.assume_role(RoleArn=sample.outputs["RoleArn"], RoleSessionName="one")
    credentials: Mapping[str, str] = session["Credentials"]
    return credentials


def test_trusted_member_assumes_the_projects_role(project: Mapping[str, str]) -> None:
    """`aws:PrincipalArn` of a session is its role's ARN, path included."""
    assert project["SessionToken"]


def test_other_principal_does_not_assume_the_projects_role(aws: LocalAws, sample: Sample) -> None:
    """An administrator whose ARN does not match stays out."""
    sts = aws.client("sts")
    role = sample.outputs["RoleArn"]
    assert error_code(sts.assume_role, RoleArn=role, RoleSessionName="one") == "AccessDenied"


@pytest.mark.parametrize(
    ("key", "code"), [("projects/one/a", ""), ("projects/two/a", "AccessDenied")]
)
def test_project_writes_into_its_own_folder_only(
    aws: LocalAws, sample: Sample, project: Mapping[str, str], key: str, code: str
) -> None:
    """A grant on one folder is a grant on that folder."""
    s3 = acting(aws, "s3", project)
    assert code == error_code(
        s3.put_object, Bucket=sample.outputs["DataBucket"], Key=key, Body=b"x"
    )


def test_upload_with_the_labs_key_is_allowed(aws: LocalAws, sample: Sample) -> None:
    """The bucket policy sees which key an upload names."""
    code = error_code(
        aws.client("s3").put_object,
        Bucket=sample.outputs["DataBucket"],
        Key="key/own",
        ServerSideEncryption="aws:kms",
        SSEKMSKeyId=sample.outputs["KeyArn"],
    )
    assert code == ""


def test_upload_with_another_key_is_denied(aws: LocalAws, sample: Sample) -> None:
    """The bucket policy refuses every other key, for administrators too."""
    other = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    code = error_code(
        aws.client("s3").put_object,
        Bucket=sample.outputs["DataBucket"],
        Key="key/other",
        ServerSideEncryption="aws:kms",
        SSEKMSKeyId=other,
    )
    assert code == "AccessDenied"


def test_upload_with_another_algorithm_is_denied(aws: LocalAws, sample: Sample) -> None:
    """The bucket policy refuses an upload that asks for weaker encryption."""
    code = error_code(
        aws.client("s3").put_object,
        Bucket=sample.outputs["DataBucket"],
        Key="key/none",
        ServerSideEncryption="AES256",
    )
    assert code == "AccessDenied"


def test_upload_without_header_is_encrypted_by_the_buckets_key(
    aws: LocalAws, sample: Sample
) -> None:
    """A plain upload is encrypted by default, and says by which key."""
    s3 = aws.client("s3")
    s3.put_object(Bucket=sample.outputs["DataBucket"], Key="key/default", Body=b"x")
    found = s3.head_object(Bucket=sample.outputs["DataBucket"], Key="key/default")
    assert found["ServerSideEncryption"] == "aws:kms"
    assert found["SSEKMSKeyId"] == sample.outputs["KeyArn"]
