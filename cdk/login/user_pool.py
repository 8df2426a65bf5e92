"""The lab's own directory of people: accounts, groups, and the page where they log in."""

from collections.abc import Iterable

from aws_cdk import RemovalPolicy, Stack, aws_cognito as cognito
from constructs import Construct

from cdk.login.config import CognitoConfig

_RESERVED_WORDS = ("amazon", "aws", "cognito")

_THREAT_PROTECTION = {
    "audit": cognito.StandardThreatProtectionMode.AUDIT_ONLY,
    "enforced": cognito.StandardThreatProtectionMode.FULL_FUNCTION,
}


class LabUserPool(Construct):
    """A user pool that admins fill; nobody signs up alone, and no SMS is ever sent.

    How people are called cannot change once the pool is there: by username, in any case of
    letters, or by mail address.

    Attributes:
        user_pool: the pool. Whoever loses it loses all accounts.
        base_url: where its login page is, without a slash at the end.
    """

    user_pool: cognito.UserPool
    base_url: str

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        config: CognitoConfig,
        groups: Iterable[str],
        removal_policy: RemovalPolicy,
    ) -> None:
        """Build the pool.

        Args:
            scope: where the login is.
            construct_id: part of every logical id below.
            name: what the console shows, and part of the page's address, such as `demo-dev`.
            config: the settings.
            groups: made in the pool; people are put into them by admins.
            removal_policy: `DESTROY` also deletes every account.
        """
        super().__init__(scope, construct_id)
        self.user_pool = self._user_pool(name, config, removal_policy)
        for group in groups:
            self.user_pool.add_group(group, group_name=group)
        stack = Stack.of(self)
        prefix = domain_prefix(name, stack.account)
        self.user_pool.add_domain(
            "Domain", cognito_domain=cognito.CognitoDomainOptions(domain_prefix=prefix)
        )
        self.base_url = f"https://{prefix}.auth.{stack.region}.amazoncognito.com"

    def _user_pool(
        self, name: str, config: CognitoConfig, removal_policy: RemovalPolicy
    ) -> cognito.UserPool:
        protection = config.threat_protection
        return cognito.UserPool(
            self,
            "UserPool",
            user_pool_name=name,
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(username=True, email=True),
            sign_in_case_sensitive=False,
            standard_attributes=cognito.StandardAttributes(
                email=cognito.StandardAttribute(required=True, mutable=True)
            ),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            enable_sms_role=False,
            mfa=cognito.Mfa[config.mfa.upper()],
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            password_policy=cognito.PasswordPolicy(
                min_length=config.password_minimum_length,
                require_digits=True,
                require_lowercase=True,
                require_symbols=True,
                require_uppercase=True,
            ),
            feature_plan=cognito.FeaturePlan.PLUS if protection else cognito.FeaturePlan.ESSENTIALS,
            standard_threat_protection_mode=_THREAT_PROTECTION[protection] if protection else None,
            deletion_protection=removal_policy is not RemovalPolicy.DESTROY,
            removal_policy=removal_policy,
        )


def domain_prefix(name: str, account: str) -> str:
    """Return the first part of the login page's host, which nobody else has in the region.

    Cognito keeps some words to itself: docs.aws.amazon.com/cognito/latest/developerguide/
    cognito-user-pools-assign-domain-prefix.html.
    """
    for word in _RESERVED_WORDS:
        name = name.replace(word, "")
    return f"{name}-{account}".strip("-")
