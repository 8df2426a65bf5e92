"""What FSx needs of the lab's key."""

from collections.abc import Callable

from aws_cdk import Stack, aws_kms as kms
from aws_cdk.assertions import Template

from cdk.slurm.scratch_access import let_scratch_use_key


def test_only_fsx_s_own_roles_use_the_key_through_s3_for_the_lab_s_buckets(
    new_stack: Callable[[str], Stack],
) -> None:
    """Of this account: the principal is everybody, and conditions tell who is meant."""
    stack = new_stack("demo-dev-storage")
    let_scratch_use_key(kms.Key(stack, "Key"), buckets="demo-dev-storage-*")
    (key,) = Template.from_stack(stack).find_resources("AWS::KMS::Key").values()
    (statement,) = (
        each
        for each in key["Properties"]["KeyPolicy"]["Statement"]
        if each.get("Sid") == "FsxMayUseBuckets"
    )
    assert statement["Principal"] == {"AWS": "*"}
    assert statement["Condition"] == {
        "StringEquals": {
            "kms:CallerAccount": "111122223333",
            "kms:ViaService": "s3.us-east-1.amazonaws.com",
        },
        "ArnLike": {
            "aws:PrincipalArn": "arn:aws:iam::111122223333:role/aws-service-role/"
            "s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSxS3Access_fs-*"
        },
        "StringLike": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::demo-dev-storage-*"},
    }
