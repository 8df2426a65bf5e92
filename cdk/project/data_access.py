"""What a project's role may do with the lab's data: IAM statements for its own folders only."""

from collections.abc import Collection

from aws_cdk import aws_iam as iam

from cdk.naming import project_prefix

# Copies of large objects read and write tags as well: without it `aws s3 cp` between folders fails.
_READ = ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:RestoreObject"]
_WRITE = [
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
    "s3:PutObjectTagging",
]


def bucket_statements(
    project: str, *, readable: Collection[str], writable: Collection[str]
) -> list[iam.PolicyStatement]:
    """Return what lets a project list, read and write `projects/<name>/` in some buckets.

    Args:
        project: name of the project.
        readable: ARNs of the buckets it may read.
        writable: ARNs of those it may also write.
    """
    prefix = project_prefix(project)

    def folders(buckets: Collection[str]) -> list[str]:
        return [f"{bucket}/{prefix}*" for bucket in buckets]

    statements = []
    if readable:
        statements += [
            iam.PolicyStatement(
                sid="ListFolders",
                actions=["s3:ListBucket", "s3:ListBucketVersions"],
                resources=list(readable),
                conditions={"StringLike": {"s3:prefix": f"{prefix}*"}},
            ),
            iam.PolicyStatement(
                sid="LocateBuckets", actions=["s3:GetBucketLocation"], resources=list(readable)
            ),
            iam.PolicyStatement(sid="ReadFolders", actions=_READ, resources=folders(readable)),
        ]
    if writable:
        statements.append(
            iam.PolicyStatement(sid="WriteFolders", actions=_WRITE, resources=folders(writable))
        )
    return statements


def key_statement(key_arn: str, *, region: str, write: bool) -> iam.PolicyStatement:
    """Return what lets S3, and nothing else, use the lab's key on the project's behalf."""
    return iam.PolicyStatement(
        sid="UseKeyThroughS3",
        actions=["kms:Decrypt", "kms:GenerateDataKey"] if write else ["kms:Decrypt"],
        resources=[key_arn],
        conditions={"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}},
    )


def file_system_statement(file_system_arn: str, *, access_point_arn: str) -> iam.PolicyStatement:
    """Return what lets a project mount the file system through its own access point only."""
    return iam.PolicyStatement(
        sid="MountOwnFolder",
        actions=["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        resources=[file_system_arn],
        conditions={
            "StringEquals": {"elasticfilesystem:AccessPointArn": access_point_arn},
        },
    )
