"""The most that nodes can do."""

import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import pytest
from aws_cdk import Stack, aws_kms as kms, aws_s3 as s3, aws_sns as sns
from aws_cdk.assertions import Template

from cdk.slurm.node_boundary import NodeBoundary

SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:Login-a1b2c3"  # noqa: S105
BUCKET = "arn:aws:s3:::demo-dev-bootstrap"
POLICY = "AWS::IAM::ManagedPolicy"

NEEDED = (
    # Policies that ParallelCluster 3.16.1 writes for head, login and compute nodes and for its two
    # functions, from templates that it made of a configuration like ours.
    "autoscaling:CompleteLifecycleAction cloudformation:DescribeStackResource"
    " cloudformation:DescribeStacks cloudformation:SignalResource dynamodb:BatchGetItem"
    " dynamodb:BatchWriteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem"
    " ec2:AttachVolume ec2:CreateFleet ec2:CreateTags ec2:DescribeCapacityReservations"
    " ec2:DescribeInstanceAttribute ec2:DescribeInstanceStatus ec2:DescribeInstances"
    " ec2:DescribeLaunchTemplateVersions ec2:DescribeVolumes ec2:DetachVolume ec2:GetConsoleOutput"
    " ec2:RunInstances ec2:TerminateInstances elasticfilesystem:ClientMount"
    " elasticfilesystem:ClientRootAccess elasticfilesystem:ClientWrite iam:PassRole"
    " logs:CreateLogStream logs:PutLogEvents route53:ChangeResourceRecordSets"
    " route53:ListResourceRecordSets s3:DeleteObject s3:DeleteObjectVersion s3:GetBucketLocation"
    " s3:GetObject s3:GetObjectVersion s3:ListBucket s3:ListBucketVersions"
    " secretsmanager:GetSecretValue "
    # AWS's policies for the CloudWatch agent and for Systems Manager.
    "cloudwatch:PutMetricData ec2:DescribeTags ec2messages:GetMessages logs:CreateLogGroup"
    " logs:DescribeLogGroups logs:DescribeLogStreams logs:PutRetentionPolicy ssm:GetDocument"
    " ssm:GetParameter ssm:ListAssociations ssm:PutInventory ssm:UpdateInstanceInformation"
    " ssmmessages:OpenDataChannel xray:GetSamplingRules xray:PutTraceSegments "
    # The lab's own.
    "elasticloadbalancing:DeregisterTargets elasticloadbalancing:DescribeTargetHealth"
    " elasticloadbalancing:RegisterTargets kms:Decrypt kms:GenerateDataKey sns:Publish"
    " sts:AssumeRole"
)


@pytest.fixture(scope="module")
def build(
    new_stack: Callable[[str], Stack], lab_key: Callable[[Stack], kms.IKey]
) -> Callable[..., dict[str, Any]]:
    """Return what builds a boundary and returns its document."""

    def made(cluster: str = "demo-dev", secrets: tuple[str, ...] = (SECRET,)) -> dict[str, Any]:
        stack = new_stack(f"{cluster}-slurm")
        topic = "arn:aws:sns:us-east-1:111122223333:alerts"
        NodeBoundary(
            stack,
            "Boundary",
            lab="demo",
            env="dev",
            cluster_name=cluster,
            bucket=s3.Bucket.from_bucket_arn(stack, "Bucket", BUCKET),
            topic=sns.Topic.from_topic_arn(stack, "Topic", topic),
            key=lab_key(stack),
            secret_arns=secrets,
        )
        (policy,) = Template.from_stack(stack).find_resources(POLICY).values()
        document: dict[str, Any] = policy["Properties"]["PolicyDocument"]
        return document

    return made


def _actions(statement: dict[str, Any]) -> list[str]:
    action = statement["Action"]
    return [action] if isinstance(action, str) else action


@pytest.mark.parametrize("action", NEEDED.split())
def test_what_nodes_need_is_within_the_boundary(
    build: Callable[..., dict[str, Any]], action: str
) -> None:
    """What a boundary lacks is denied, whatever other policies say."""
    assert any(
        fnmatchcase(action, pattern)
        for statement in build()["Statement"]
        for pattern in _actions(statement)
    )


def test_no_node_can_ever_change_rights(build: Callable[..., dict[str, Any]]) -> None:
    """It starts nodes with roles of its cluster, and that is all it does with IAM."""
    about_iam = {
        (action, statement["Resource"])
        for statement in build()["Statement"]
        for action in _actions(statement)
        if action.startswith("iam:")
    }
    assert about_iam == {
        ("iam:PassRole", "arn:aws:iam::111122223333:role/parallelcluster/demo-dev/*")
    }


def test_no_bucket_with_data_is_within_the_boundary(build: Callable[..., dict[str, Any]]) -> None:
    """Scripts, ParallelCluster's files, and AWS's own."""
    buckets = {
        resource.removeprefix("arn:aws:s3:::").split("/")[0]
        for statement in build()["Statement"]
        if any(action.startswith("s3:") for action in _actions(statement))
        for resource in statement["Resource"]
        if isinstance(statement["Resource"], list)
    }
    assert buckets == {
        "demo-dev-bootstrap",
        "dcv-license.us-east-1",
        "parallelcluster-5b831fb59db489f1-v1-do-not-delete",
        "us-east-1-aws-parallelcluster",
    }


def test_without_secrets_none_can_be_read(build: Callable[..., dict[str, Any]]) -> None:
    """Not even one that another policy names."""
    actions = {each for statement in build(secrets=())["Statement"] for each in _actions(statement)}
    assert "secretsmanager:GetSecretValue" not in actions


def test_boundary_is_not_larger_than_iam_takes(build: Callable[..., dict[str, Any]]) -> None:
    """With the longest name of a cluster, too."""
    assert len(json.dumps(build("a" * 40), separators=(",", ":"))) <= 6144
