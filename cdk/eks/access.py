"""Who may use the Kubernetes API: one access entry for each IAM role or user."""

from aws_cdk import Aws, aws_eks_v2 as eks
from constructs import Construct

from cdk.eks.config import EksConfig

ADMIN_POLICY = "AmazonEKSClusterAdminPolicy"
VIEWER_POLICY = "AmazonEKSViewPolicy"
"""Everything but secrets:
docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html."""


class Access(Construct):
    """Access entries of people, from the settings. There is no other way in for them."""

    def __init__(
        self, scope: Construct, construct_id: str, *, config: EksConfig, cluster: eks.ICluster
    ) -> None:
        super().__init__(scope, construct_id)
        policies = dict.fromkeys(config.viewer_roles, VIEWER_POLICY)
        policies |= dict.fromkeys(config.admin_roles, ADMIN_POLICY)
        for principal, policy in sorted(policies.items()):
            eks.AccessEntry(
                self,
                # Not the kind of access: a viewer who becomes an admin keeps the one entry that
                # EKS allows for a principal, instead of failing as a second one.
                principal.replace("/", "-"),
                cluster=cluster,
                principal=f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:{principal}",
                access_policies=[cluster_policy(policy)],
            )


def cluster_policy(name: str) -> eks.IAccessPolicy:
    """Return an access policy of EKS, by name, for the whole cluster."""
    return eks.AccessPolicy.from_access_policy_name(
        name, access_scope_type=eks.AccessScopeType.CLUSTER
    )
