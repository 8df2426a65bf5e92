"""The role in which EKS runs the cluster: starts machines, makes load balancers, reads secrets."""

from aws_cdk import aws_iam as iam, aws_kms as kms
from constructs import Construct

# The other four policies of Auto Mode are attached by eks.Cluster, to a role of ours as well.
_CLUSTER_POLICY = "AmazonEKSClusterPolicy"
_OWN_CLUSTER = {"aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}"}


class ClusterRole(Construct):
    """The cluster's own role. Its statements stand in the role itself, so they outlive the cluster.

    Were they a policy beside it, CloudFormation could remove them while EKS still cleans up.

    Attributes:
        role: what EKS assumes.
    """

    role: iam.Role

    def __init__(self, scope: Construct, construct_id: str, *, key: kms.IKey) -> None:
        """Build the role.

        Args:
            scope: the cluster.
            construct_id: part of its logical id.
            key: what encrypts the secrets in the cluster.
        """
        super().__init__(scope, construct_id)
        self.role = iam.Role(
            self,
            "Role",
            description="EKS runs the cluster and its machines with this role",
            assumed_by=iam.ServicePrincipal("eks.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(_CLUSTER_POLICY)],
            inline_policies={
                "Secrets": iam.PolicyDocument(statements=[_use_key(key)]),
                "Tags": iam.PolicyDocument(statements=_tag_what_auto_mode_makes()),
            },
        )


def _use_key(key: kms.IKey) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        sid="EncryptSecrets",
        actions=["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
        resources=[key.key_arn],
    )


def _tag_what_auto_mode_makes() -> list[iam.PolicyStatement]:
    """Return what lets the lab's tags stand on machines and load balancers, for the bill.

    AWS's managed policies allow EKS's own tags only. A request must name this very cluster:
    docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html
    """
    return [
        iam.PolicyStatement(
            sid="Machines",
            actions=["ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"],
            resources=["*"],
            conditions={
                "StringEquals": _OWN_CLUSTER,
                "StringLike": {
                    "aws:RequestTag/eks:kubernetes-node-class-name": "*",
                    "aws:RequestTag/eks:kubernetes-node-pool-name": "*",
                },
            },
        ),
        iam.PolicyStatement(
            sid="NetworkInterfaces",
            actions=["ec2:CreateNetworkInterface"],
            resources=["*"],
            conditions={
                "StringEquals": _OWN_CLUSTER,
                "StringLike": {"aws:RequestTag/eks:kubernetes-cni-node-name": "*"},
            },
        ),
        iam.PolicyStatement(
            sid="LoadBalancers",
            actions=[
                "ec2:CreateSecurityGroup",
                "elasticloadbalancing:CreateListener",
                "elasticloadbalancing:CreateLoadBalancer",
                "elasticloadbalancing:CreateRule",
                "elasticloadbalancing:CreateTargetGroup",
            ],
            resources=["*"],
            conditions={"StringEquals": _OWN_CLUSTER},
        ),
    ]
