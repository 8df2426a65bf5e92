"""What ParallelCluster's Lambda function may do with machines, login pools and file systems."""

from collections.abc import Iterator

from aws_cdk import aws_iam as iam

from cdk.slurm.provider_scope import CLUSTER_TAG, ProviderScope, allow

_EC2 = (
    "AttachNetworkInterface",
    "AuthorizeSecurityGroupEgress",
    "AuthorizeSecurityGroupIngress",
    "CreateFleet",
    "CreateLaunchTemplate",
    "CreateLaunchTemplateVersion",
    "CreateNetworkInterface",
    "CreatePlacementGroup",
    "CreateSecurityGroup",
    "CreateTags",
    "CreateVolume",
    "DeleteLaunchTemplate",
    "DeleteNetworkInterface",
    "DeletePlacementGroup",
    "DeleteSecurityGroup",
    "DeleteTags",
    "Describe*",
    "ModifyLaunchTemplate",
    "ModifyNetworkInterfaceAttribute",
    "RevokeSecurityGroupEgress",
    "RevokeSecurityGroupIngress",
    "RunInstances",
)


def machine_statements(
    scope: ProviderScope, *, accounting_secret_arn: str | None
) -> list[iam.PolicyStatement]:
    """Return statements about EC2, login pools, the shared file system and the secret.

    Args:
        scope: the cluster.
        accounting_secret_arn: the password of the accounting database; `None` without one.
    """
    statements = [
        *_machines(scope),
        *_login_pool(scope),
        # None of these knows a narrower resource; the last one finds the pool's load balancer.
        allow(
            "SeeLoginPools",
            ["autoscaling:Describe*", "elasticloadbalancing:Describe*", "tag:GetResources"],
            "*",
            StringEquals={"aws:RequestedRegion": scope.region},
        ),
        *_shared_storage(scope),
    ]
    if accounting_secret_arn is not None:
        # docs.aws.amazon.com/parallelcluster/latest/ug/slurm-accounting-v3.html
        statements.append(
            allow("SeeSecret", ["secretsmanager:DescribeSecret"], accounting_secret_arn)
        )
    return statements


def _machines(scope: ProviderScope) -> Iterator[iam.PolicyStatement]:
    """What has no name before it exists is bound to the region; what ends a machine, to its tag.

    docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    """
    # Any account's resources, as images are AWS's and subnets may be shared with this account.
    yield allow(
        "Machines",
        [f"ec2:{action}" for action in _EC2],
        "*",
        StringEquals={"aws:RequestedRegion": scope.region},
    )
    yield allow(
        "EndOwnMachines",
        [
            "ec2:DeleteVolume",
            "ec2:ModifyInstanceAttribute",
            "ec2:ModifyVolume",
            "ec2:TerminateInstances",
        ],
        scope.arn("ec2", "instance/*"),
        scope.arn("ec2", "volume/*"),
        StringEquals={f"ec2:ResourceTag/{CLUSTER_TAG}": scope.cluster},
    )


def _login_pool(scope: ProviderScope) -> Iterator[iam.PolicyStatement]:
    """An auto scaling group behind a network load balancer. The lab's own load balancer is `app/`.

    docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
    docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
    """
    group = f"autoScalingGroup:*:autoScalingGroupName/{scope.cluster}-*-AutoScalingGroup"
    yield allow(
        "LoginPool",
        [
            "autoscaling:CreateAutoScalingGroup",
            "autoscaling:CreateOrUpdateTags",
            "autoscaling:DeleteAutoScalingGroup",
            "autoscaling:DeleteLifecycleHook",
            "autoscaling:DeleteTags",
            "autoscaling:PutLifecycleHook",
            "autoscaling:UpdateAutoScalingGroup",
        ],
        scope.arn("autoscaling", group),
    )
    # No tag as a condition: an untagged listener is refused by AWS itself, and login nodes then
    # cannot be deployed (ParallelCluster's wiki, 3.7.0-3.15.1).
    yield allow(
        "LoginLoadBalancer",
        [
            "elasticloadbalancing:AddTags",
            "elasticloadbalancing:CreateListener",
            "elasticloadbalancing:CreateLoadBalancer",
            "elasticloadbalancing:CreateTargetGroup",
            "elasticloadbalancing:DeleteListener",
            "elasticloadbalancing:DeleteLoadBalancer",
            "elasticloadbalancing:DeleteTargetGroup",
            "elasticloadbalancing:ModifyListener",
            "elasticloadbalancing:ModifyLoadBalancerAttributes",
            "elasticloadbalancing:ModifyTargetGroup",
            "elasticloadbalancing:ModifyTargetGroupAttributes",
            "elasticloadbalancing:RemoveTags",
            "elasticloadbalancing:SetSecurityGroups",
            "elasticloadbalancing:SetSubnets",
        ],
        scope.arn("elasticloadbalancing", "listener/net/*"),
        scope.arn("elasticloadbalancing", "loadbalancer/net/*"),
        # ParallelCluster takes seven characters of the cluster's name.
        scope.arn("elasticloadbalancing", f"targetgroup/{scope.cluster[:7]}*"),
    )


def _shared_storage(scope: ProviderScope) -> Iterator[iam.PolicyStatement]:
    """A look at the lab's file system, which ParallelCluster neither makes nor changes.

    docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticfilesystem.html
    """
    yield allow(
        "SeeFileSystem",
        [
            "elasticfilesystem:DescribeAccessPoints",
            "elasticfilesystem:DescribeFileSystems",
            "elasticfilesystem:DescribeMountTargetSecurityGroups",
            "elasticfilesystem:DescribeMountTargets",
        ],
        scope.arn("elasticfilesystem", "*"),
    )


def scratch_statements(
    scope: ProviderScope, *, bucket_arn: str | None
) -> list[iam.PolicyStatement]:
    """Return statements about FSx for Lustre, and about the bucket that it reads.

    docs.aws.amazon.com/fsx/latest/LustreGuide/setting-up.html#fsx-adding-permissions-s3

    Args:
        scope: the cluster.
        bucket_arn: the bucket; `None` without one.
    """
    statements = [
        allow(
            "Scratch",
            [
                "fsx:CreateDataRepositoryAssociation",
                "fsx:CreateFileSystem",
                "fsx:DeleteDataRepositoryAssociation",
                "fsx:DeleteFileSystem",
                "fsx:DescribeDataRepositoryAssociations",
                "fsx:DescribeFileSystems",
                "fsx:ListTagsForResource",
                "fsx:TagResource",
                "fsx:UntagResource",
                "fsx:UpdateDataRepositoryAssociation",
                "fsx:UpdateFileSystem",
            ],
            scope.arn("fsx", "*"),
        )
    ]
    if bucket_arn is not None:
        statements.append(
            allow(
                "ScratchBucket",
                ["s3:Get*", "s3:List*", "s3:PutObject"],
                bucket_arn,
                f"{bucket_arn}/*",
            )
        )
    return statements
