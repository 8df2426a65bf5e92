"""The Kubernetes cluster as far as AWS's own API makes it: control plane, access, roles."""

from typing import cast

from aws_cdk import (
    Annotations,
    Aws,
    CfnOutput,
    Fn,
    Stack,
    aws_ec2 as ec2,
    aws_eks_v2 as eks,
    aws_kms as kms,
)
from constructs import Construct

from cdk.eks.access import Access
from cdk.eks.cluster_role import ClusterRole
from cdk.eks.config import EksConfig
from cdk.eks.control_plane_logs import ControlPlaneLogs
from cdk.eks.node_role import NodeRole


class KubernetesCluster(Construct):
    """A cluster in EKS Auto Mode without AWS's node pools: the lab brings its own.

    Attributes:
        cluster: the cluster. It has no kubectl: see `KubernetesApi`.
        control_plane_security_group: whom it lets in may reach the Kubernetes API.
        node_role: what the machines are started with.
    """

    cluster: eks.ICluster
    control_plane_security_group: ec2.ISecurityGroup
    node_role: NodeRole

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        config: EksConfig,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
        key: kms.IKey,
        deletion_protection: bool,
    ) -> None:
        """Build the cluster.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            name: begins the cluster's name, such as `demo-dev`.
            config: the settings.
            vpc: the network.
            subnets: private ones, in which the API has its addresses.
            key: what encrypts the secrets in the cluster.
            deletion_protection: whether EKS refuses to delete the cluster.
        """
        super().__init__(scope, construct_id)
        self._cluster_name = f"{name}-{_stack_suffix()}"
        self.control_plane_security_group = self._security_group(vpc, config)
        made = self._cluster(config, vpc, subnets, key)
        self._complete(made, config, deletion_protection=deletion_protection)
        # In Python CDK's class lacks a member of its own interface.
        self.cluster = cast("eks.ICluster", made)
        Access(self, "Access", config=config, cluster=self.cluster)
        self.node_role = NodeRole(self, "NodeRole", cluster=self.cluster)
        CfnOutput(
            Stack.of(self),
            "KubeconfigCommand",
            value=f"aws eks update-kubeconfig --name {self.cluster.cluster_name} "
            f"--region {Stack.of(self).region} --alias {name}",
            description="Lets kubectl of an admin or viewer reach the cluster",
        )

    def _complete(
        self, cluster: eks.Cluster, config: EksConfig, *, deletion_protection: bool
    ) -> None:
        """Set what CDK's class has no argument for, and make the record come first."""
        plain = cast("eks.CfnCluster", cluster.node.default_child)
        plain.deletion_protection = deletion_protection
        # Left out it means EXTENDED, and six times the price after 14 months.
        plain.upgrade_policy = eks.CfnCluster.UpgradePolicyProperty(
            support_type=config.support_type
        )
        if config.control_plane_logs is not None:
            logs = ControlPlaneLogs(
                self,
                "Logs",
                config=config.control_plane_logs,
                cluster_name=self._cluster_name,
            )
            plain.node.add_dependency(logs)

    def _cluster(
        self, config: EksConfig, vpc: ec2.IVpc, subnets: ec2.SubnetSelection, key: kms.IKey
    ) -> eks.Cluster:
        logs = config.control_plane_logs
        Annotations.of(self).acknowledge_warning(
            "@aws-cdk/aws-eks:clusterMustManuallyTagSubnet",
            "load balancers are told their subnets by id",
        )
        return eks.Cluster(
            self,
            "Cluster",
            cluster_name=self._cluster_name,
            version=eks.KubernetesVersion.of(config.version),
            role=ClusterRole(self, "ClusterRole", key=key).role,
            vpc=vpc,
            vpc_subnets=[subnets],
            security_group=self.control_plane_security_group,
            endpoint_access=_endpoint_access(config),
            secrets_encryption_key=key,
            bootstrap_cluster_creator_admin_permissions=False,
            compute=eks.ComputeConfig(node_pools=[]),
            cluster_logging=[_LOG_TYPES[name] for name in logs.types] if logs else None,
        )

    def _security_group(self, vpc: ec2.IVpc, config: EksConfig) -> ec2.SecurityGroup:
        group = ec2.SecurityGroup(
            self,
            "ControlPlaneSecurityGroup",
            vpc=vpc,
            description="Who may reach the Kubernetes API, besides the machines",
            # The control plane talks to the machines through the group that EKS makes itself.
            allow_all_outbound=False,
        )
        for cidr in config.private_access_cidrs:
            group.add_ingress_rule(ec2.Peer.ipv4(cidr), ec2.Port.HTTPS, "Kubernetes API")
        return group


_LOG_TYPES = {
    "api": eks.ClusterLoggingTypes.API,
    "audit": eks.ClusterLoggingTypes.AUDIT,
    "authenticator": eks.ClusterLoggingTypes.AUTHENTICATOR,
    "controllerManager": eks.ClusterLoggingTypes.CONTROLLER_MANAGER,
    "scheduler": eks.ClusterLoggingTypes.SCHEDULER,
}


def _endpoint_access(config: EksConfig) -> eks.EndpointAccess:
    if not config.public_access_cidrs:
        return eks.EndpointAccess.PRIVATE
    return eks.EndpointAccess.PUBLIC_AND_PRIVATE.only_from(*config.public_access_cidrs)


def _stack_suffix() -> str:
    """Return the last 12 signs of the stack's id.

    EKS wants its log group by the cluster's name, so the name is known before the cluster; and the
    log group is kept, so the next cluster must have another name.
    """
    guid = Fn.select(2, Fn.split("/", Aws.STACK_ID))
    return Fn.select(4, Fn.split("-", guid))
