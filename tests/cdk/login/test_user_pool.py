"""The lab's own user pool."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Match, Template

from cdk.login.user_pool import domain_prefix
from tests.cdk.login.conftest import Built

MakeLogin = Callable[..., Built]
POOL = "AWS::Cognito::UserPool"


def _pool(template: Template) -> dict[str, Any]:
    (pool,) = template.find_resources(POOL).values()
    properties: dict[str, Any] = pool["Properties"]
    return properties


def test_only_admins_make_accounts(login: MakeLogin) -> None:
    """Nobody signs up alone."""
    assert _pool(login()[1])["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}


def test_people_log_in_by_name_or_mail_in_any_case(login: MakeLogin) -> None:
    """This is part of the pool for ever: another choice would be another pool."""
    pool = _pool(login()[1])
    assert pool["AliasAttributes"] == ["email"]
    assert pool["UsernameConfiguration"] == {"CaseSensitive": False}


@pytest.mark.parametrize(
    ("mfa", "expected"), [("off", "OFF"), ("optional", "OPTIONAL"), ("required", "ON")]
)
def test_second_factor_is_what_the_settings_say(login: MakeLogin, mfa: str, expected: str) -> None:
    """An authenticator app; SMS would cost, and can be intercepted."""
    pool = _pool(login(cognito={"mfa": mfa})[1])
    assert pool["MfaConfiguration"] == expected
    assert pool.get("EnabledMfas", []) == ([] if mfa == "off" else ["SOFTWARE_TOKEN_MFA"])
    assert "SmsConfiguration" not in pool


def test_passwords_are_long_and_mixed(login: MakeLogin) -> None:
    """The length is a setting."""
    policy = _pool(login(cognito={"password_minimum_length": 16})[1])["Policies"]["PasswordPolicy"]
    assert policy == {
        "MinimumLength": 16,
        "RequireLowercase": True,
        "RequireNumbers": True,
        "RequireSymbols": True,
        "RequireUppercase": True,
    }


@pytest.mark.parametrize(
    ("setting", "plan", "mode"),
    [(None, "ESSENTIALS", None), ("audit", "PLUS", "AUDIT"), ("enforced", "PLUS", "ENFORCED")],
)
def test_what_costs_for_each_person_is_off_by_default(
    login: MakeLogin, setting: str | None, plan: str, mode: str | None
) -> None:
    """The dearer plan comes with threat protection only."""
    pool = _pool(login(cognito={"threat_protection": setting})[1])
    assert pool["UserPoolTier"] == plan
    assert pool.get("UserPoolAddOns", {}).get("AdvancedSecurityMode") == mode


def test_groups_are_made(login: MakeLogin) -> None:
    """Those of the settings, and the administrators'."""
    _, template = login(groups=["staff"], admin_group="chiefs")
    groups = template.find_resources("AWS::Cognito::UserPoolGroup").values()
    assert {each["Properties"]["GroupName"] for each in groups} == {"staff", "chiefs"}


@pytest.mark.parametrize(
    ("setting", "policy", "protection"),
    [("retain", "RetainExceptOnCreate", "ACTIVE"), ("destroy", "Delete", "INACTIVE")],
)
def test_accounts_are_kept_like_data(
    login: MakeLogin, setting: str, policy: str, protection: str
) -> None:
    """`storage.removal_policy` decides."""
    login(setting)[1].has_resource(
        POOL,
        {
            "DeletionPolicy": policy,
            "UpdateReplacePolicy": policy.removesuffix("ExceptOnCreate"),
            "Properties": {"DeletionProtection": protection},
        },
    )


def test_login_page_is_at_the_address_that_is_published(login: MakeLogin) -> None:
    """The domain's prefix begins the host of every address."""
    construct, template = login()
    template.has_resource_properties(
        "AWS::Cognito::UserPoolDomain",
        {"Domain": "demo-dev-111122223333", "CustomDomainConfig": Match.absent()},
    )
    assert construct.provider.authorize_url.startswith("https://demo-dev-111122223333.auth.")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("demo-dev", "demo-dev-111122223333"),
        ("aws-genomes-dev", "genomes-dev-111122223333"),
        ("amazonas-prod", "as-prod-111122223333"),
        ("cognitoaws", "111122223333"),
    ],
)
def test_prefix_avoids_words_that_cognito_refuses(name: str, expected: str) -> None:
    """A lab may be called as it likes."""
    assert domain_prefix(name, "111122223333") == expected
