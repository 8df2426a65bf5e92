"""The cluster itself: ParallelCluster's custom resource, with a role that may make nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import CustomResource, RemovalPolicy
from constructs import Construct, IDependable

from cdk.slurm.provider import ClusterProvider
from cdk.slurm.provider_role import ProviderRole

LOGICAL_ID = "Cluster"
"""How the logical id of the custom resource begins; the provider makes a name of it."""

RESOURCE_TYPE = "Custom::PclusterCluster"


class SlurmCluster(Construct):
    """A cluster that comes, changes and goes with the stack. It holds nothing that must be kept.

    ParallelCluster makes a stack of the cluster's own name, which nobody else may change:
    docs.aws.amazon.com/parallelcluster/latest/ug/cloudformation-v3-cluster-config.html

    Attributes:
        name: what ParallelCluster calls it.
        head_node_id: the instance that Slurm's controller runs on.
    """

    name: str
    head_node_id: str

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        configuration: Mapping[str, Any],
        role: ProviderRole,
        first: Sequence[IDependable],
    ) -> None:
        """Build the cluster.

        Args:
            scope: the stack.
            construct_id: part of the logical id.
            name: of the cluster; another name is another cluster.
            configuration: as `cluster_file` makes it; CloudFormation turns numbers and booleans
                into text, which ParallelCluster reads all the same.
            role: what makes the cluster.
            first: what must be there before a node starts, and until the last one has ended.
        """
        super().__init__(scope, construct_id)
        provider = ClusterProvider(self, "Provider", role=role.role)
        cluster = CustomResource(
            self,
            "Resource",
            resource_type=RESOURCE_TYPE,
            service_token=provider.service_token,
            # The provider hands every property on as an argument of create and update: no other may
            # stand here, not even a timeout, which is an hour without it.
            properties={"ClusterName": name, "ClusterConfiguration": configuration},
            removal_policy=RemovalPolicy.DESTROY,
        )
        cluster.node.add_dependency(role, *first)
        self.name = name
        self.head_node_id = cluster.get_att_string("headNode.instanceId")
