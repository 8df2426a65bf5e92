"""Login to everything in the lab."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.login.construct import Provider
from tests.cdk.login.conftest import Built
from tests.cdk.login.test_config import ARN, OIDC

MakeLogin = Callable[..., Built]


def test_another_provider_makes_no_resource(login: MakeLogin) -> None:
    """Its addresses and secrets are passed on as the settings have them."""
    arns = {"jupyterhub": ARN, "apps": ARN.replace("hub", "apps"), "airflow": ARN}
    construct, template = login(cognito=None, oidc=OIDC | {"client_secret_arns": arns})
    assert template.to_json().get("Resources", {}) == {}
    assert construct.provider == Provider(
        issuer_url=OIDC["issuer_url"],
        authorize_url=OIDC["authorize_url"],
        token_url=OIDC["token_url"],
    )
    assert construct.user_pool_id is None
    assert construct.secret_arns == {"jupyterhub": arns["jupyterhub"], "apps": arns["apps"]}


def test_a_client_without_secret_is_an_error(login: MakeLogin) -> None:
    """`lab check` refuses it first, with the line."""
    with pytest.raises(KeyError, match="apps"):
        login(cognito=None, oidc=OIDC)


def test_own_pool_answers_at_cognitos_addresses(login: MakeLogin) -> None:
    """As docs.aws.amazon.com/cognito/latest/developerguide lists its endpoints."""
    construct, _ = login()
    paths = {
        name: getattr(construct.provider, f"{name}_url").split(".amazoncognito.com")[1]
        for name in ("authorize", "token")
    }
    assert paths == {
        "authorize": "/oauth2/authorize",
        "token": "/oauth2/token",
    }


def test_each_client_has_a_secret_of_its_own(login: MakeLogin) -> None:
    """What one program loses opens no other."""
    construct, template = login()
    assert set(construct.secret_arns) == {"jupyterhub", "apps"}
    secrets: Any = template.find_resources("AWS::SecretsManager::Secret")
    assert len(secrets) == 2
