"""IAM statements for what lies in `_lab/runs/`: manifests, results of maps, summaries."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam

from cdk.naming import project_prefix


def attempts_statement(project: str, *, buckets: Sequence[str]) -> iam.PolicyStatement:
    """Return what reads how attempts ended; the files that they left are in the same folders.

    Args:
        project: name of the project.
        buckets: ARNs of the buckets that results may go to.
    """
    prefix = project_prefix(project)
    return iam.PolicyStatement(
        sid="ReadWhyAttemptsFailed",
        actions=["s3:GetObject"],
        resources=[f"{bucket}/{prefix}*_lab/attempts/*/status.json" for bucket in buckets],
    )


def run_statements(
    project: str, *, buckets: Sequence[str], key_arn: str, region: str
) -> list[iam.PolicyStatement]:
    """Return what reads and writes the records of a project's runs, and none of its data.

    Args:
        project: name of the project.
        buckets: ARNs of the buckets that results may go to.
        key_arn: what encrypts them.
        region: of the lab.
    """
    prefix = project_prefix(project)
    return [
        iam.PolicyStatement(
            sid="ListRuns",
            actions=["s3:ListBucket"],
            resources=list(buckets),
            conditions={"StringLike": {"s3:prefix": f"{prefix}*_lab/runs/*"}},
        ),
        iam.PolicyStatement(
            sid="ReadAndWriteRuns",
            actions=[
                "s3:AbortMultipartUpload",
                "s3:GetObject",
                "s3:ListMultipartUploadParts",
                "s3:PutObject",
            ],
            resources=[f"{bucket}/{prefix}*_lab/runs/*" for bucket in buckets],
        ),
        iam.PolicyStatement(
            sid="UseKeyThroughS3",
            actions=["kms:Decrypt", "kms:GenerateDataKey"],
            resources=[key_arn],
            conditions={"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}},
        ),
    ]
