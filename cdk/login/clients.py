"""The OIDC clients of the lab's own user pool: one for each thing that people log in to."""

from dataclasses import dataclass

from aws_cdk import Stack, aws_cognito as cognito, aws_kms as kms, aws_secretsmanager as secrets
from constructs import Construct


@dataclass(frozen=True)
class ClientUrls:
    """Where a client lets the login page send a browser; https, or http on localhost.

    Attributes:
        callback: addresses after a login, such as `https://hub.lab.example.org/hub/oauth_callback`.
        logout: addresses after a logout.
    """

    callback: tuple[str, ...]
    logout: tuple[str, ...]


class LoginClient(Construct):
    """A confidential client of the user pool, and the secret by which it is known.

    CloudFormation carries the client's secret from Cognito to Secrets Manager, so that no template,
    parameter or function of ours holds it. Who may read the stack's events may see it there.

    Attributes:
        secret_arn: the secret with `client_id` and `client_secret`.
    """

    secret_arn: str

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        user_pool: cognito.IUserPool,
        urls: ClientUrls,
        scopes: tuple[str, ...],
        key: kms.IKey,
    ) -> None:
        """Build the client.

        Args:
            scope: where the login is.
            construct_id: who the client is, part of every logical id below.
            user_pool: where people's accounts are.
            urls: where it may send a browser.
            scopes: what it may ask for.
            key: what encrypts its secret.
        """
        super().__init__(scope, construct_id)
        client = self._client(user_pool, urls, scopes)
        secret = secrets.CfnSecret(
            self,
            "Secret",
            description=f"OIDC client of {self.node.id.lower()}",
            kms_key_id=key.key_arn,
            secret_string=Stack.of(self).to_json_string(
                {"client_id": client.ref, "client_secret": client.attr_client_secret}
            ),
        )
        self.secret_arn = secret.ref

    def _client(
        self, user_pool: cognito.IUserPool, urls: ClientUrls, scopes: tuple[str, ...]
    ) -> cognito.CfnUserPoolClient:
        return cognito.CfnUserPoolClient(
            self,
            "Client",
            user_pool_id=user_pool.user_pool_id,
            client_name=self.node.id.lower(),
            generate_secret=True,
            supported_identity_providers=["COGNITO"],
            allowed_o_auth_flows_user_pool_client=True,
            allowed_o_auth_flows=["code"],
            allowed_o_auth_scopes=list(scopes),
            callback_ur_ls=list(urls.callback),
            logout_ur_ls=list(urls.logout),
            # Passwords are typed into the login page only, never handed over by a program.
            explicit_auth_flows=["ALLOW_REFRESH_TOKEN_AUTH"],
            prevent_user_existence_errors="ENABLED",
            enable_token_revocation=True,
            refresh_token_validity=1,
            token_validity_units=cognito.CfnUserPoolClient.TokenValidityUnitsProperty(
                refresh_token="days"  # noqa: S106 (a unit)
            ),
        )
