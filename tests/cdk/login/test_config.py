"""Settings of login."""

from typing import Any

import pytest
from pydantic import ValidationError

from cdk.login.config import CognitoConfig, LoginConfig, OidcConfig
from cdk.settings import Settings

ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:lab/hub-login-a1b2c3"
OIDC: dict[str, Any] = {
    "issuer_url": "https://login.example.org/realms/lab",
    "authorize_url": "https://login.example.org/realms/lab/auth",
    "token_url": "https://login.example.org/realms/lab/token",
    "client_secret_arns": {"jupyterhub": ARN},
}


def _problems(config: Settings) -> list[tuple[str, str]]:
    return [(".".join(map(str, each.path)), each.message) for each in config.problems()]


def test_default_is_a_pool_of_the_labs_own() -> None:
    """Nothing has to be written, and nothing is wrong with it."""
    config = LoginConfig()
    assert _problems(config) == []
    assert (config.groups_claim, config.username_claim) == ("cognito:groups", "cognito:username")
    assert config.all_groups == ("lab-admins", "lab-users", "gpu-users")


def test_another_provider_names_its_own_claims_and_scopes() -> None:
    """Everybody who asks the lab gets the provider's."""
    oidc = OidcConfig(**OIDC, groups_claim="roles", scopes=("openid", "roles"))
    config = LoginConfig(cognito=None, oidc=oidc)
    assert _problems(config) == []
    assert (config.groups_claim, config.username_claim, config.scopes) == (
        "roles",
        "preferred_username",
        ("openid", "roles"),
    )


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (
            LoginConfig(oidc=OidcConfig(**OIDC)),
            [("oidc", "is a second provider, beside the lab's own user pool")],
        ),
        (
            LoginConfig(cognito=None),
            [("cognito", "is switched off, so nobody could log in (got null)")],
        ),
        (LoginConfig(cognito=None, oidc=OidcConfig(**OIDC)), []),
    ],
)
def test_there_is_exactly_one_provider(
    config: LoginConfig, expected: list[tuple[str, str]]
) -> None:
    """Two would give a person two names, none would lock everybody out."""
    assert _problems(config) == expected


@pytest.mark.parametrize(
    ("groups", "twice"),
    [
        (("staff",), []),
        (("staff", "staff"), ["names a group twice (got staff)"]),
        (("lab-admins",), ["names a group twice (got lab-admins)"]),
    ],
)
def test_each_group_is_named_once(groups: tuple[str, ...], twice: list[str]) -> None:
    """The administrators' group counts as well."""
    assert [message for _, message in _problems(LoginConfig(groups=groups))] == twice


def test_an_id_token_is_asked_for() -> None:
    """Without the scope openid there is none."""
    config = OidcConfig(**OIDC, scopes=("email",))
    assert [path for path, _ in _problems(config)] == ["scopes"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issuer_url", "http://login.example.org"),
        ("issuer_url", "login.example.org"),
        ("issuer_url", "https://login.example.org/a b"),
        ("token_url", "https://"),
        ("client_secret_arns", {"jupyterhub": "lab/hub-login"}),
        ("client_secret_arns", {"jupyterhub": ARN.removesuffix("-a1b2c3")}),
        ("client_secret_arns", {"rstudio": ARN}),
        ("username_claim", ""),
    ],
)
def test_what_a_provider_cannot_be_is_refused(field: str, value: object) -> None:
    """Addresses are https, secrets are whole ARNs, clients are the three there are."""
    with pytest.raises(ValidationError) as error:
        OidcConfig.model_validate({**OIDC, field: value})
    assert {each["loc"][0] for each in error.value.errors()} == {field}


@pytest.mark.parametrize("name", ["lab users", "", "a" * 129, 'a"b'])
def test_what_a_group_cannot_be_called_is_refused(name: str) -> None:
    """Groups stand in tokens, labels of Cognito, and settings."""
    with pytest.raises(ValidationError, match="cannot be the name of a group"):
        LoginConfig(admin_group=name)


@pytest.mark.parametrize("name", ["lab-users", "/lab/users", "4d0a6f4e-1b7c", "urn:x:staff"])
def test_groups_of_other_providers_have_their_signs(name: str) -> None:
    """Keycloak has paths, Entra ID has numbers."""
    assert LoginConfig(admin_group=name).admin_group == name


@pytest.mark.parametrize("length", [7, 100])
def test_password_lengths_that_cognito_refuses_are_refused(length: int) -> None:
    """Cognito knows 6 to 99; below 8 is no password."""
    with pytest.raises(ValidationError, match="password_minimum_length"):
        CognitoConfig(password_minimum_length=length)
