"""The most that a role of the cluster can ever do, whatever policy is put on it."""

from collections.abc import Iterator, Sequence

from aws_cdk import aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_sns as sns
from constructs import Construct

from cdk.slurm.node_policies import become_projects
from cdk.slurm.provider_scope import ProviderScope, allow

_EC2 = (
    "AttachVolume CreateFleet CreateTags DescribeCapacityReservations DescribeInstanceAttribute"
    " DescribeInstanceStatus DescribeInstances DescribeLaunchTemplateVersions DescribeTags"
    " DescribeVolumes DetachVolume GetConsoleOutput RunInstances TerminateInstances"
)
_SSM = (
    "DescribeAssociation DescribeDocument GetDeployablePatchSnapshotForInstance GetDocument"
    " GetManifest GetParameter GetParameters ListAssociations ListInstanceAssociations"
    " PutComplianceItems PutConfigurePackageResult PutInventory UpdateAssociationStatus"
    " UpdateInstanceAssociationStatus UpdateInstanceInformation"
)
_LOGS = (
    "CreateLogGroup CreateLogStream DescribeLogGroups DescribeLogStreams PutLogEvents"
    " PutRetentionPolicy"
)


class NodeBoundary(Construct):
    """A permissions boundary for `Iam.PermissionsBoundary` of the configuration.

    ParallelCluster's function makes roles for nodes and gives them inline policies: without a
    boundary it could make a role that may do everything. It holds what ParallelCluster 3.16.1, its
    agents and the lab's own policies need, and no right on the lab's data.
    docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html

    Attributes:
        policy: the boundary. It gives nothing by itself.
    """

    policy: iam.ManagedPolicy

    def __init__(  # noqa: PLR0913 - each is one thing that nodes use
        self,
        scope: Construct,
        construct_id: str,
        *,
        lab: str,
        env: str,
        cluster_name: str,
        bucket: s3.IBucket,
        topic: sns.ITopic,
        key: kms.IKey,
        secret_arns: Sequence[str],
    ) -> None:
        """Build the boundary.

        Args:
            scope: in the stack of the cluster.
            construct_id: part of every logical id below.
            lab: name of the lab.
            env: name of the environment.
            cluster_name: what ParallelCluster calls the cluster.
            bucket: what nodes set themselves up from.
            topic: where they say that it failed.
            key: what encrypts bucket, topic and secrets.
            secret_arns: what nodes may read, such as the password of the accounting database.
        """
        super().__init__(scope, construct_id)
        place = ProviderScope.of(self, cluster=cluster_name, rule_prefix="")
        statements = [
            *_machinery(place),
            *_files(place, bucket),
            allow("Publish", ["sns:Publish"], topic.topic_arn),
            allow("UseKey", ["kms:Decrypt", "kms:GenerateDataKey"], key.key_arn),
            become_projects(self, lab=lab, env=env),
        ]
        if secret_arns:
            statements.append(allow("ReadSecrets", ["secretsmanager:GetSecretValue"], *secret_arns))
        self.policy = iam.ManagedPolicy(
            self,
            "Policy",
            description=f"The most that nodes of {cluster_name} can do",
            document=iam.PolicyDocument(statements=statements, minimize=False),
        )


def _machinery(place: ProviderScope) -> Iterator[iam.PolicyStatement]:
    """What keeps a cluster running; ParallelCluster's own policies bind it to the cluster.

    docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html
    """
    yield allow(
        "Run",
        [
            "autoscaling:CompleteLifecycleAction",
            "cloudformation:DescribeStackResource",
            "cloudformation:DescribeStacks",
            "cloudformation:SignalResource",
            "cloudwatch:PutMetricData",
            *(f"ec2:{action}" for action in _EC2.split()),
            "ec2messages:*",
            "elasticfilesystem:Client*",
            "elasticloadbalancing:DeregisterTargets",
            "elasticloadbalancing:DescribeTargetHealth",
            "elasticloadbalancing:RegisterTargets",
            *(f"logs:{action}" for action in _LOGS.split()),
            "route53:ChangeResourceRecordSets",
            "route53:ListResourceRecordSets",
            *(f"ssm:{action}" for action in _SSM.split()),
            "ssmmessages:*",
            "xray:Get*",
            "xray:Put*",
        ],
        "*",
    )
    yield allow(
        "NodeTables",
        ["dynamodb:*Item", "dynamodb:Query"],
        place.arn("dynamodb", f"table/parallelcluster-{place.cluster}"),
        place.arn("dynamodb", f"table/parallelcluster-slurm-{place.cluster}"),
        place.arn("dynamodb", f"table/parallelcluster-slurm-{place.cluster}/index/*"),
    )
    yield allow(
        "StartNodes",
        ["iam:PassRole"],
        f"arn:{place.partition}:iam::{place.account}:role/parallelcluster/{place.cluster}/*",
    )


def _files(place: ProviderScope, bucket: s3.IBucket) -> Iterator[iam.PolicyStatement]:
    """Scripts are read; files of the cluster are deleted with it, by a function of its own."""
    own, objects = place.bucket(place.bucket_name)
    yield allow(
        "Read",
        ["s3:Get*", "s3:List*"],
        own,
        objects,
        bucket.bucket_arn,
        bucket.arn_for_objects("*"),
        *place.bucket(f"{place.region}-aws-parallelcluster"),
        *place.bucket(f"dcv-license.{place.region}"),
    )
    yield allow("CleanUp", ["s3:DeleteObject", "s3:DeleteObjectVersion"], objects)
