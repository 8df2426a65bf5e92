"""AWS::Cognito::UserPool and what belongs to it, as the Cognito API shows it."""

from typing import Any

from localaws.deployment import delete_stack, deploy_template
from localaws.instance import LocalAws
from tests.localaws.conftest import REGION, DeployTemplate

NAME = "lab-people"
OUTPUTS = {
    "Pool": {"Ref": "Pool"},
    "Arn": {"Fn::GetAtt": ["Pool", "Arn"]},
    "Provider": {"Fn::GetAtt": ["Pool", "ProviderURL"]},
    "Client": {"Ref": "Client"},
    "ClientSecret": {"Fn::GetAtt": ["Client", "ClientSecret"]},
    "Domain": {"Ref": "Domain"},
    "Group": {"Ref": "Group"},
}


def _member(kind: str, **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a part of the pool."""
    known = {"UserPoolId": {"Ref": "Pool"}}
    return {"Type": f"AWS::Cognito::UserPool{kind}", "Properties": {**known, **properties}}


def _pool(**properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a pool with a client, a domain and a group."""
    pool = {
        "UserPoolName": NAME,
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
        "EnabledMfas": ["SOFTWARE_TOKEN_MFA"],
        "MfaConfiguration": "OPTIONAL",
        "Policies": {"PasswordPolicy": {"MinimumLength": 14}},
        "UsernameConfiguration": {"CaseSensitive": False},
        "UserPoolTier": "PLUS",
        "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
        "UserPoolTags": {"lab": "demo"},
        **properties,
    }
    client = _member(
        "Client",
        ClientName="hub",
        GenerateSecret=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthScopes=["openid"],
        CallbackURLs=["http://localhost:8000/hub/oauth_callback"],
        LogoutURLs=["http://localhost:8000/"],
        RefreshTokenValidity=1,
        SupportedIdentityProviders=["COGNITO"],
    )
    return {
        "Pool": {"Type": "AWS::Cognito::UserPool", "Properties": pool},
        "Client": client,
        "Domain": _member("Domain", Domain="lab-people-login"),
        "Group": _member("Group", GroupName="lab-admins", Precedence=1),
    }


def test_pool_keeps_every_property(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """What the template says is what Cognito answers."""
    outputs = deploy_resources(_pool(), OUTPUTS).outputs
    cognito, which = aws.client("cognito-idp"), {"UserPoolId": outputs["Pool"]}
    found = cognito.describe_user_pool(**which)["UserPool"]
    assert (found["Name"], found["Arn"]) == (NAME, outputs["Arn"])
    assert found["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"]
    assert found["Policies"]["PasswordPolicy"]["MinimumLength"] == 14
    assert found["UsernameConfiguration"] == {"CaseSensitive": False}
    assert (found["UserPoolTier"], found["Domain"]) == ("PLUS", outputs["Domain"])
    assert found["UserPoolAddOns"] == {"AdvancedSecurityMode": "AUDIT"}
    assert found["UserPoolTags"]["lab"] == "demo"
    mfa = cognito.get_user_pool_mfa_config(**which)
    assert mfa["MfaConfiguration"] == "OPTIONAL"
    assert mfa["SoftwareTokenMfaConfiguration"] == {"Enabled": True}


def test_provider_url_is_what_tokens_say(deploy_resources: DeployTemplate) -> None:
    """A hub that checks the issuer is told the right one, after an update as well."""
    outputs = deploy_resources(_pool(), OUTPUTS).outputs
    expected = f"https://cognito-idp.{REGION}.amazonaws.com/{outputs['Pool']}"
    assert outputs["Provider"] == expected
    after = deploy_resources(_pool(MfaConfiguration="OFF"), OUTPUTS).outputs
    assert after["Provider"] == expected


def test_client_has_the_secret_that_cognito_knows(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """A release that gets it from the template can log people in."""
    outputs = deploy_resources(_pool(), OUTPUTS).outputs
    which = {"UserPoolId": outputs["Pool"], "ClientId": outputs["Client"]}
    found = aws.client("cognito-idp").describe_user_pool_client(**which)["UserPoolClient"]
    assert found["ClientSecret"] == outputs["ClientSecret"]
    assert found["CallbackURLs"] == ["http://localhost:8000/hub/oauth_callback"]
    assert (found["AllowedOAuthFlows"], found["AllowedOAuthScopes"]) == (["code"], ["openid"])


def test_group_is_in_the_pool(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """People can be put into it."""
    outputs = deploy_resources(_pool(), OUTPUTS).outputs
    cognito, pool = aws.client("cognito-idp"), {"UserPoolId": outputs["Pool"]}
    cognito.admin_create_user(**pool, Username="ada", TemporaryPassword="Correct-horse-1")
    cognito.admin_add_user_to_group(**pool, Username="ada", GroupName=outputs["Group"])
    found = cognito.admin_list_groups_for_user(**pool, Username="ada")["Groups"]
    assert [(group["GroupName"], group["Precedence"]) for group in found] == [("lab-admins", 1)]


def test_protected_pool_is_not_deleted(aws: LocalAws) -> None:
    """The stack says why it stays, and so do its people."""
    protected = _pool(DeletionProtection="ACTIVE")
    assert deploy_template(aws, "Protected", {"Resources": protected}).failures == ()
    refused = delete_stack(aws, "Protected")
    assert any("deletion protection is activated" in failure for failure in refused.failures)
    pools = aws.client("cognito-idp").list_user_pools(MaxResults=9)["UserPools"]
    assert NAME in [pool["Name"] for pool in pools]
    (pool_id,) = [pool["Id"] for pool in pools if pool["Name"] == NAME]
    aws.client("cognito-idp").update_user_pool(UserPoolId=pool_id, DeletionProtection="INACTIVE")
    assert delete_stack(aws, "Protected").failures == ()
