"""Login to everything in the lab: from its own user pool, or from a provider that exists."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from aws_cdk import RemovalPolicy, aws_kms as kms
from constructs import Construct

from cdk.login.clients import ClientUrls, LoginClient
from cdk.login.config import ClientName, LoginConfig, OidcConfig
from cdk.login.user_pool import LabUserPool

_REMOVAL_POLICIES = {
    "retain": RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    "destroy": RemovalPolicy.DESTROY,
}


@dataclass(frozen=True)
class Provider:
    """Where an OIDC provider is.

    Attributes:
        issuer_url: what it calls itself.
        authorize_url: where a browser is sent to log in.
        token_url: where a program turns a login into tokens.
    """

    issuer_url: str
    authorize_url: str
    token_url: str


class Login(Construct):
    """One OIDC provider for the whole lab. Another provider makes no resource here at all.

    Attributes:
        provider: where it is.
        user_pool_id: the lab's own pool; `None` with another provider.
        secret_arns: by client, the secret with `client_id` and `client_secret`.
    """

    provider: Provider
    user_pool_id: str | None
    secret_arns: dict[ClientName, str]

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        config: LoginConfig,
        clients: Mapping[ClientName, ClientUrls],
        removal_policy: Literal["retain", "destroy"],
        key: kms.IKey,
    ) -> None:
        """Build the login.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            name: what the pool is called, such as `demo-dev`.
            config: the settings.
            clients: what people log in to, each with its addresses: jupyterhub, airflow, apps,
                slurm.
            removal_policy: whether accounts outlive the stack, as data does.
            key: what encrypts the secrets of clients.

        Raises:
            KeyError: if another provider has no client of a name.
        """
        super().__init__(scope, construct_id)
        if config.oidc is not None:
            self.provider, self.user_pool_id = _foreign(config.oidc), None
            arns = config.oidc.client_secret_arns
            self.secret_arns = {client: arns[client] for client in clients}
            return
        if config.cognito is None:
            raise ValueError("there is no provider: LoginConfig.problems() refuses this")
        pool = LabUserPool(
            self,
            "Directory",
            name=name,
            config=config.cognito,
            groups=config.all_groups,
            removal_policy=_REMOVAL_POLICIES[removal_policy],
        )
        self.provider, self.user_pool_id = _own(pool), pool.user_pool.user_pool_id
        self.secret_arns = {
            client: self._client(client, urls, pool, config.scopes, key)
            for client, urls in clients.items()
        }

    def _client(
        self,
        client: ClientName,
        urls: ClientUrls,
        pool: LabUserPool,
        scopes: tuple[str, ...],
        key: kms.IKey,
    ) -> str:
        construct_id = client.capitalize()
        made = LoginClient(
            self, construct_id, user_pool=pool.user_pool, urls=urls, scopes=scopes, key=key
        )
        return made.secret_arn


def _foreign(config: OidcConfig) -> Provider:
    return Provider(
        issuer_url=config.issuer_url,
        authorize_url=config.authorize_url,
        token_url=config.token_url,
    )


def _own(pool: LabUserPool) -> Provider:
    return Provider(
        issuer_url=pool.user_pool.user_pool_provider_url,
        authorize_url=f"{pool.base_url}/oauth2/authorize",
        token_url=f"{pool.base_url}/oauth2/token",
    )
