"""What FSx for Lustre needs of the lab's key, so that a bucket's objects appear as files."""

from aws_cdk import Stack, aws_iam as iam, aws_kms as kms

_LINKED = "role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com"
_ROLE = f"{_LINKED}/AWSServiceRoleForFSxS3Access_fs-*"


def let_scratch_use_key(key: kms.IKey, *, buckets: str) -> None:
    """Let file systems of this account read and write a bucket that a key encrypts.

    FSx reads the bucket through a role that it makes for each file system. AWS lets that role use
    the bucket, in the same account, but not the key: only the key's own policy can.
    docs.aws.amazon.com/fsx/latest/LustreGuide/s3-server-side-encryption-support.html

    Args:
        key: what encrypts the bucket.
        buckets: name of the bucket, or a pattern. With bucket keys S3 names the bucket to KMS, and
            not the object. A bucket cannot be referred to in the policy of the key that it needs.
    """
    stack = Stack.of(key)
    key.add_to_resource_policy(
        iam.PolicyStatement(
            sid="FsxMayUseBuckets",
            # The role has no name before there is a file system: conditions tell who it is.
            principals=[iam.AnyPrincipal()],
            actions=[
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey*",
                "kms:ReEncrypt*",
            ],
            resources=["*"],
            conditions={
                "StringEquals": {
                    "kms:CallerAccount": stack.account,
                    "kms:ViaService": f"s3.{stack.region}.amazonaws.com",
                },
                "ArnLike": {
                    "aws:PrincipalArn": f"arn:{stack.partition}:iam::{stack.account}:{_ROLE}"
                },
                "StringLike": {
                    "kms:EncryptionContext:aws:s3:arn": f"arn:{stack.partition}:s3:::{buckets}"
                },
            },
        )
    )
