"""How CloudFormation talks to the Kubernetes API: a Lambda function with kubectl and helm."""

from collections.abc import Sequence

from aws_cdk import (
    RemovalPolicy,
    aws_ec2 as ec2,
    aws_eks_v2 as eks,
    aws_iam as iam,
    aws_logs as logs,
)
from aws_cdk.lambda_layer_kubectl_v36 import KubectlV36Layer
from constructs import Construct

from cdk.eks.access import ADMIN_POLICY, cluster_policy


class KubernetesApi(Construct):
    """Applies manifests and Helm charts, from inside the network, as an admin of the cluster.

    What goes through it is logged, values and all: secrets never do. Whatever uses it in the same
    stack depends on the whole construct. CDK ties a manifest to the function alone, so that its
    access or its way through the firewall could go first; and a manifest that cannot be deleted is
    passed over in silence.

    Attributes:
        cluster: the cluster with kubectl, for `KubernetesManifest` and `HelmChart` in any stack.
    """

    cluster: eks.ICluster

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        control_plane_security_group: ec2.ISecurityGroup,
        vpc: ec2.IVpc,
        subnets: Sequence[ec2.ISubnet],
        log_retention_days: int,
    ) -> None:
        """Build the function.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            cluster: the cluster as AWS's API knows it.
            control_plane_security_group: lets the function in.
            vpc: the network.
            subnets: private ones, with a way to AWS's API and to charts.
            log_retention_days: how long the function's logs are kept.
        """
        super().__init__(scope, construct_id)
        provider = eks.KubectlProvider(
            self,
            "Provider",
            cluster=cluster,
            kubectl_layer=KubectlV36Layer(self, "KubectlLayer"),
            role=self._admin(cluster),
            private_subnets=subnets,
            security_groups=[self._security_group(vpc, control_plane_security_group)],
        )
        _expire_logs(provider, log_retention_days)
        self.cluster = eks.Cluster.from_cluster_attributes(
            self,
            "Cluster",
            cluster_name=cluster.cluster_name,
            kubectl_provider=provider,
            cluster_security_group_id=cluster.cluster_security_group_id,
            vpc=vpc,
        )

    def _admin(self, cluster: eks.ICluster) -> iam.Role:
        role = iam.Role(
            self,
            "Role",
            description="Applies manifests and Helm charts to the cluster",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
        )
        eks.AccessEntry(
            self,
            "AccessEntry",
            cluster=cluster,
            principal=role.role_arn,
            access_policies=[cluster_policy(ADMIN_POLICY)],
        )
        return role

    def _security_group(
        self, vpc: ec2.IVpc, control_plane: ec2.ISecurityGroup
    ) -> ec2.SecurityGroup:
        # Not the cluster's own group, as CDK would have it: the interfaces of a function linger,
        # and would keep EKS from deleting a group that CloudFormation does not wait for.
        group = ec2.SecurityGroup(
            self,
            "SecurityGroup",
            vpc=vpc,
            description="Applies manifests and Helm charts",
            allow_all_outbound=False,
        )
        group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.HTTPS, "Kubernetes, AWS and charts")
        # A rule on the side of the cluster would be one of its stack, and refer back to this one.
        ec2.CfnSecurityGroupIngress(
            self,
            "KubernetesApi",
            description="Manifests and Helm charts",
            group_id=control_plane.security_group_id,
            source_security_group_id=group.security_group_id,
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
        )
        return group


def _expire_logs(provider: eks.KubectlProvider, retention_days: int) -> None:
    """Set what the provider has no argument for."""
    for child in provider.node.find_all():
        if isinstance(child, logs.CfnLogGroup):
            child.retention_in_days = retention_days
            child.apply_removal_policy(RemovalPolicy.DESTROY)
