"""The stack of Helm releases: the last of the foundation, and it talks to the Kubernetes API."""

from aws_cdk import aws_eks_v2 as eks
from constructs import Construct

from cdk.config.enabled_releases import EnabledRelease, enabled_releases
from cdk.config.lab import LabConfig
from cdk.facts import Facts
from cdk.ingress.construct import LabIngress
from cdk.naming import stack_name
from cdk.network.construct import Network
from cdk.published_facts import deployed_facts
from cdk.releases.catalog import known_releases
from cdk.releases.construct import Releases
from cdk.releases.filled_release import FilledRelease
from cdk.releases.secrets import deployed_secrets
from stacks.lab_stack import LabStack


class ReleasesStack(LabStack):
    """What people log in to, and what that needs in the cluster."""

    def __init__(
        self, scope: Construct, config: LabConfig, *, cluster: eks.ICluster, network: Network
    ) -> None:
        """Build the stack.

        Args:
            scope: the app.
            config: a lab with a cluster.
            cluster: has a kubectl provider.
            network: where the load balancer stands.
        """
        super().__init__(
            scope,
            config,
            stack_name=stack_name(config.name, config.env, "releases"),
            description="Helm releases",
            not_emulated="a Kubernetes API",
        )
        releases = enabled_releases(config, known_releases()).values()
        facts = deployed_facts(
            self,
            lab=config.name,
            env=config.env,
            names={name for each in releases for name in each.facts()},
        )
        ingress = self._ingress(config, cluster, network)
        Releases(
            self,
            "Releases",
            releases=[self._filled(config, each, facts) for each in releases],
            cluster=cluster,
            first=[ingress] if ingress else [],
        )

    def _filled(self, config: LabConfig, each: EnabledRelease, facts: Facts) -> FilledRelease:
        secrets = deployed_secrets(
            self,
            lab=config.name,
            env=config.env,
            release=each.name,
            secrets=each.release.file.secrets,
        )
        return each.filled(config, facts=facts, secrets=secrets)

    def _ingress(
        self, config: LabConfig, cluster: eks.ICluster, network: Network
    ) -> LabIngress | None:
        if config.ingress is None:
            return None
        faces_internet = config.ingress.scheme == "internet-facing"
        subnets = network.vpc.public_subnets if faces_internet else network.vpc.private_subnets
        return LabIngress(
            self,
            "Ingress",
            config=config.ingress,
            name=f"{config.name}-{config.env}",
            cluster=cluster,
            subnet_ids=[subnet.subnet_id for subnet in subnets],
            tags=self.tags.tag_values(),
        )
