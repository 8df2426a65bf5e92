"""OIDC clients of the lab's own user pool."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from aws_cdk.assertions import Template

from cdk.login.clients import ClientUrls
from tests.cdk.login.conftest import APPS, HUB, KEY_ARN, Built

MakeLogin = Callable[..., Built]


@pytest.fixture(scope="module")
def template(login: MakeLogin) -> Template:
    """Return login as the settings' defaults have it."""
    return login()[1]


def _client(template: Template, name: str) -> tuple[str, Mapping[str, Any]]:
    (found,) = (
        (logical_id, each["Properties"])
        for logical_id, each in template.find_resources("AWS::Cognito::UserPoolClient").items()
        if each["Properties"]["ClientName"] == name
    )
    return found


@pytest.mark.parametrize(("name", "urls"), [("jupyterhub", HUB), ("apps", APPS)])
def test_client_sends_browsers_to_its_own_addresses(
    template: Template, name: str, urls: ClientUrls
) -> None:
    """All of them, and no other."""
    _, client = _client(template, name)
    assert client["CallbackURLs"] == list(urls.callback)
    assert client["LogoutURLs"] == list(urls.logout)


def test_client_is_confidential_and_uses_the_code_flow(template: Template) -> None:
    """No password passes through a program, no token through an address."""
    _, client = _client(template, "jupyterhub")
    expected = {
        "GenerateSecret": True,
        "AllowedOAuthFlowsUserPoolClient": True,
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "email", "profile"],
        "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
        "PreventUserExistenceErrors": "ENABLED",
        "EnableTokenRevocation": True,
    }
    assert {name: client[name] for name in expected} == expected


@pytest.mark.parametrize("name", ["jupyterhub", "apps"])
def test_secret_is_fetched_by_cloudformation(template: Template, name: str) -> None:
    """The template says where the secret comes from, and has no value."""
    client, _ = _client(template, name)
    (secret,) = (
        each["Properties"]
        for logical_id, each in template.find_resources("AWS::SecretsManager::Secret").items()
        if name.capitalize() in logical_id
    )
    assert secret["KmsKeyId"] == KEY_ARN
    assert secret["SecretString"] == {
        "Fn::Join": [
            "",
            [
                '{"client_id":"',
                {"Ref": client},
                '","client_secret":"',
                {"Fn::GetAtt": [client, "ClientSecret"]},
                '"}',
            ],
        ]
    }
