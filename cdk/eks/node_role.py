"""The role of the machines: join the cluster, pull images, and nothing of the lab's data."""

from aws_cdk import aws_eks_v2 as eks, aws_iam as iam
from constructs import Construct

from cdk.eks.access import cluster_policy

_POLICIES = ("AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly")


class NodeRole(Construct):
    """One role for all node pools. Pods get their rights through pod identity, not from it.

    Attributes:
        role: what every machine is started with.
    """

    role: iam.Role

    def __init__(self, scope: Construct, construct_id: str, *, cluster: eks.ICluster) -> None:
        super().__init__(scope, construct_id)
        self.role = iam.Role(
            self,
            "Role",
            description="Machines of the cluster",
            assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"),
            managed_policies=[
                iam.ManagedPolicy.from_aws_managed_policy_name(name) for name in _POLICIES
            ],
        )
        # EKS writes this entry itself only for the node pools that it makes:
        # docs.aws.amazon.com/eks/latest/userguide/create-node-class.html
        eks.AccessEntry(
            self,
            "AccessEntry",
            cluster=cluster,
            principal=self.role.role_arn,
            access_entry_type=eks.AccessEntryType.EC2,
            access_policies=[cluster_policy("AmazonEKSAutoNodePolicy")],
        )
