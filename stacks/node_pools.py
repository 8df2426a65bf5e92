"""The stack of the cluster's machines: the first that talks to the Kubernetes API."""

from collections.abc import Mapping, Sequence

from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from cdk.config.lab import LabConfig
from cdk.eks.config import EksConfig
from cdk.eks.construct import KubernetesCluster
from cdk.eks.kubernetes_api import KubernetesApi
from cdk.eks.node_pools import NodePools
from cdk.naming import stack_name
from cdk.network.construct import Network
from stacks.lab_stack import LabStack


class NodePoolsStack(LabStack):
    """Node pools, and the function that applies manifests and charts, for later stacks too.

    Attributes:
        kubernetes_api: its `cluster` takes manifests and Helm charts of any stack.
    """

    kubernetes_api: KubernetesApi

    def __init__(
        self,
        scope: Construct,
        config: LabConfig,
        *,
        eks: EksConfig,
        kubernetes: KubernetesCluster,
        network: Network,
        client_security_groups: Mapping[str, Sequence[ec2.ISecurityGroup]],
    ) -> None:
        """Build the stack.

        Args:
            scope: the app.
            config: the lab.
            eks: the settings of its cluster.
            kubernetes: the cluster.
            network: what the cluster is built in.
            client_security_groups: what machines of a pool join besides the cluster's own group,
                to reach the file system or the database; at most four each.
        """
        super().__init__(
            scope,
            config,
            stack_name=stack_name(config.name, config.env, "node-pools"),
            description="Machines of the Kubernetes cluster",
            not_emulated="a Kubernetes API",
        )
        logs = eks.control_plane_logs
        self.kubernetes_api = KubernetesApi(
            self,
            "KubernetesApi",
            cluster=kubernetes.cluster,
            control_plane_security_group=kubernetes.control_plane_security_group,
            vpc=network.vpc,
            subnets=network.vpc.private_subnets,
            log_retention_days=logs.retention_days if logs else 30,
        )
        NodePools(
            self,
            "NodePools",
            config=eks.node_pools,
            api=self.kubernetes_api,
            node_role=kubernetes.node_role.role,
            subnets=network.vpc.private_subnets,
            security_groups=client_security_groups,
            tags=self.tags.tag_values(),
        )
