"""The stack of login."""

from collections.abc import Callable

import pytest
from aws_cdk import App, Environment, Stack, aws_kms as kms
from aws_cdk.assertions import Template

from cdk.config.lab import LabConfig
from cdk.login.clients import ClientUrls
from cdk.login.config import ClientName, LoginConfig, OidcConfig
from stacks.login import LoginStack

MakeConfig = Callable[[str, str], LabConfig]
Built = tuple[LoginStack, Template]
CLIENTS: dict[ClientName, ClientUrls] = {
    "jupyterhub": ClientUrls(
        ("http://localhost:8000/hub/oauth_callback",), ("http://localhost:8000/",)
    ),
    "airflow": ClientUrls(
        ("http://localhost:8080/auth/oauth-authorized/lab",), ("http://localhost:8080/",)
    ),
}
ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:login-a1b2c3"


def _login(app: App, lab: LabConfig) -> Built:
    place = Environment(account=lab.account, region=lab.region)
    key = kms.Key(Stack(app, "Key", env=place), "Key")
    stack = LoginStack(app, lab, clients=CLIENTS, key=key)
    return stack, Template.from_stack(stack)


def _facts(template: Template) -> dict[str, object]:
    return {
        each["Properties"]["Name"].removeprefix("/lab/demo/dev/"): each["Properties"]["Value"]
        for each in template.find_resources("AWS::SSM::Parameter").values()
    }


@pytest.mark.parametrize(("env", "expected"), [("dev", False), ("prod", True)])
def test_accounts_are_protected_if_the_settings_say_so(
    new_app: Callable[[], App], config: MakeConfig, env: str, *, expected: bool
) -> None:
    """CloudFormation and Cognito refuse to delete them; a sandbox goes when it is told to."""
    stack, template = _login(new_app(), config("labs/demo", env))
    assert stack.termination_protection is expected
    protection = "ACTIVE" if expected else "INACTIVE"
    template.has_resource_properties(
        "AWS::Cognito::UserPool", {"DeletionProtection": protection, "UserPoolName": f"demo-{env}"}
    )


def test_login_publishes_where_it_is(new_app: Callable[[], App], config: MakeConfig) -> None:
    """Three addresses, the pool, and a secret for each client, all made here."""
    _, template = _login(new_app(), config("labs/demo", "dev"))
    (pool,) = template.find_resources("AWS::Cognito::UserPool")
    base = "https://demo-dev-111122223333.auth.us-east-1.amazoncognito.com"
    facts = _facts(template)
    secrets = {facts.pop(f"{name}_login_secret_arn")["Ref"] for name in CLIENTS}  # type: ignore[index]
    assert secrets == set(template.find_resources("AWS::SecretsManager::Secret"))
    assert facts == {
        "user_pool_id": {"Ref": pool},
        "login_issuer_url": {"Fn::GetAtt": [pool, "ProviderURL"]},
        "login_authorize_url": f"{base}/oauth2/authorize",
        "login_token_url": f"{base}/oauth2/token",
    }


def test_another_provider_is_published_and_nothing_is_made(
    new_app: Callable[[], App], config: MakeConfig
) -> None:
    """The stack holds facts alone, so that releases read them in the same place."""
    oidc = OidcConfig(
        issuer_url="https://login.example.org",
        authorize_url="https://login.example.org/auth",
        token_url="https://login.example.org/token",  # noqa: S106
        client_secret_arns={"jupyterhub": ARN, "airflow": ARN},
    )
    lab = config("labs/demo", "dev").model_copy(
        update={"login": LoginConfig(cognito=None, oidc=oidc)}
    )
    _, template = _login(new_app(), lab)
    types = {each["Type"] for each in template.to_json()["Resources"].values()}
    assert types == {"AWS::SSM::Parameter"}
    assert _facts(template) == {
        "login_issuer_url": "https://login.example.org",
        "login_authorize_url": "https://login.example.org/auth",
        "login_token_url": "https://login.example.org/token",
        "jupyterhub_login_secret_arn": ARN,
        "airflow_login_secret_arn": ARN,
    }
