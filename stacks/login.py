"""The stack of login: people, groups, and clients of what they log in to."""

from collections.abc import Mapping
from dataclasses import asdict

from aws_cdk import aws_kms as kms
from constructs import Construct

from cdk.config.lab import LabConfig
from cdk.facts import Facts
from cdk.login.clients import ClientUrls
from cdk.login.config import ClientName
from cdk.login.construct import Login
from cdk.naming import stack_name
from cdk.published_facts import PublishedFacts
from stacks.lab_stack import LabStack


class LoginStack(LabStack):
    """The lab's own user pool; with another provider, only the facts about that one."""

    def __init__(
        self,
        scope: Construct,
        config: LabConfig,
        *,
        clients: Mapping[ClientName, ClientUrls],
        key: kms.IKey,
    ) -> None:
        """Build the stack.

        Args:
            scope: the app.
            config: the lab.
            clients: what people log in to, each with its addresses: jupyterhub, airflow, apps,
                slurm.
            key: what encrypts the lab's data.
        """
        super().__init__(
            scope,
            config,
            stack_name=stack_name(config.name, config.env, "login"),
            description="Login",
            termination_protection=config.termination_protection,
        )
        self.record((("login",), config.login))
        login = Login(
            self,
            "Login",
            name=f"{config.name}-{config.env}",
            config=config.login,
            clients=clients,
            removal_policy=config.storage.removal_policy,
            key=key,
        )
        PublishedFacts(self, "Facts", lab=config.name, env=config.env, facts=_facts(login))


def _facts(login: Login) -> Facts:
    provider = {f"login_{name}": url for name, url in asdict(login.provider).items()}
    secrets = {f"{client}_login_secret_arn": arn for client, arn in login.secret_arns.items()}
    return Facts(user_pool_id=login.user_pool_id, **provider, **secrets)
