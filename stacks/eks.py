"""The stack of the Kubernetes cluster, as far as AWS's own API makes it."""

from aws_cdk import aws_kms as kms
from constructs import Construct

from cdk.config.lab import LabConfig
from cdk.eks.config import EksConfig
from cdk.eks.construct import KubernetesCluster
from cdk.facts import Facts
from cdk.naming import stack_name
from cdk.network.construct import Network
from cdk.published_facts import PublishedFacts
from stacks.lab_stack import LabStack


class EksStack(LabStack):
    """Control plane, its record, who may use it, and the role of its machines.

    Attributes:
        kubernetes: the cluster and what others need of it.
        network: what it is built in.
    """

    kubernetes: KubernetesCluster
    network: Network

    def __init__(
        self,
        scope: Construct,
        config: LabConfig,
        *,
        eks: EksConfig,
        own_network: Network | None,
        key: kms.IKey,
    ) -> None:
        """Build the stack.

        Args:
            scope: the app.
            config: the lab.
            eks: the settings of its cluster.
            own_network: the lab's own; `None` if there is one already, which is found here.
            key: encrypts the secrets in the cluster.
        """
        super().__init__(
            scope,
            config,
            stack_name=stack_name(config.name, config.env, "eks"),
            description="Kubernetes cluster",
            termination_protection=config.termination_protection,
        )
        self.record((("eks",), eks))
        name = f"{config.name}-{config.env}"
        self.network = own_network or Network(self, "Network", name=name, config=config.network)
        self.kubernetes = KubernetesCluster(
            self,
            "Kubernetes",
            name=name,
            config=eks,
            vpc=self.network.vpc,
            subnets=self.network.private_subnets,
            key=key,
            deletion_protection=config.termination_protection,
        )
        facts = Facts(eks_cluster_name=self.kubernetes.cluster.cluster_name)
        PublishedFacts(self, "Facts", lab=config.name, env=config.env, facts=facts)
