"""The lab's node pools in the cluster, and what its network policies need."""

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import aws_ec2 as ec2, aws_eks_v2 as eks, aws_iam as iam
from constructs import Construct

from cdk.eks.kubernetes_api import KubernetesApi
from cdk.eks.node_class import node_class
from cdk.eks.node_pool import node_pool
from cdk.eks.node_pool_config import NodePoolsConfig

NETWORK_POLICY_CONTROLLER: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {"name": "amazon-vpc-cni", "namespace": "kube-system"},
    "data": {"enable-network-policy-controller": "true"},
}
"""Without it NetworkPolicies are accepted and ignored:
docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html."""


class NodePools(Construct):
    """A NodePool and a NodeClass for each pool, each in a resource of its own.

    Removal: CloudFormation deletes a NodePool, on which its machines begin to drain, and then its
    NodeClass, which Kubernetes keeps until the last machine has ended. So a stack with node pools
    is gone only when no machine is left, and the cluster, the role and the network behind it can
    follow. Draining is quick as long as what runs on the machines was removed before: the releases
    and the add-ons are, as their stacks come later. A pod that somebody started by hand and that
    forbids its disruption delays it up to `termination_grace_hours`; delete it, and try again.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: NodePoolsConfig,
        api: KubernetesApi,
        node_role: iam.IRole,
        subnets: Sequence[ec2.ISubnet],
        security_groups: Mapping[str, Sequence[ec2.ISecurityGroup]],
        tags: Mapping[str, str],
    ) -> None:
        """Apply the manifests.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            config: the settings.
            api: applies the manifests, and outlives them.
            node_role: the role of the machines.
            subnets: where machines are started.
            security_groups: what they are members of besides the cluster's own group, by pool:
                groups whose members may mount or ask something of the lab.
            tags: stand on every machine.
        """
        super().__init__(scope, construct_id)
        self._cluster = api.cluster
        self.node.add_dependency(api)
        self._manifest("NetworkPolicyController", NETWORK_POLICY_CONTROLLER)
        own = api.cluster.cluster_security_group
        for name, pool in config.enabled().items():
            groups = [own, *security_groups.get(name, ())]
            machines = node_class(
                name,
                pool,
                role_name=node_role.role_name,
                subnet_ids=[each.subnet_id for each in subnets],
                security_group_ids=[each.security_group_id for each in groups],
                tags=tags,
            )
            title = name.capitalize()
            first = self._manifest(f"{title}NodeClass", machines)
            self._manifest(f"{title}NodePool", node_pool(name, pool)).node.add_dependency(first)

    def _manifest(self, construct_id: str, manifest: dict[str, Any]) -> eks.KubernetesManifest:
        return eks.KubernetesManifest(
            self,
            construct_id,
            cluster=self._cluster,
            manifest=[manifest],
            # One object, one resource: nothing to prune, and a repeated creation must not fail.
            prune=False,
            overwrite=True,
        )
