"""The stack of the PostgreSQL server that releases share."""

from collections.abc import Mapping, Sequence

from aws_cdk import aws_kms as kms
from constructs import Construct

from cdk.config.lab import LabConfig
from cdk.database.construct import ReleaseDatabases
from cdk.database.server import PostgresServer
from cdk.facts import Facts
from cdk.naming import stack_name
from cdk.network.construct import Network
from cdk.published_facts import PublishedFacts
from stacks.lab_stack import LabStack


class DatabaseStack(LabStack):
    """The server, and a database and users for each release that wants one.

    Attributes:
        server: whoever connects to it becomes a member of its `client_security_group`.
    """

    server: PostgresServer

    def __init__(
        self,
        scope: Construct,
        config: LabConfig,
        *,
        own_network: Network | None,
        key: kms.IKey,
        releases: Sequence[str],
    ) -> None:
        """Build the stack.

        Args:
            scope: the app.
            config: the lab.
            own_network: the lab's own; `None` if there is one already, which is found here.
            key: what encrypts the lab's data.
            releases: who gets a database, such as `jupyterhub`.
        """
        super().__init__(
            scope,
            config,
            stack_name=stack_name(config.name, config.env, "database"),
            description="Database",
            termination_protection=config.termination_protection,
        )
        self.record((("network",), config.network), (("database",), config.database))
        name = f"{config.name}-{config.env}"
        network = own_network or Network(self, "Network", name=name, config=config.network)
        self.server = PostgresServer(
            self,
            "Server",
            name=name,
            config=config.database,
            vpc=network.vpc,
            subnets=network.private_subnets,
            key=key,
            removal_policy=config.storage.removal_policy,
        )
        databases = ReleaseDatabases(
            self,
            "Releases",
            releases=releases,
            rotation_days=config.database.rotation_days,
            server=self.server,
            vpc=network.vpc,
            subnets=network.private_subnets,
            key=key,
        )
        facts = _facts(databases.secret_arns)
        PublishedFacts(self, "Facts", lab=config.name, env=config.env, facts=facts)


def _facts(secret_arns: Mapping[str, str]) -> Facts:
    secrets = {f"{release}_database_secret_arn": arn for release, arn in secret_arns.items()}
    return Facts(**secrets)
