"""Settings of login: the lab's own user pool or another OIDC provider, and groups of people."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cdk.settings import FREE, Problem, Settings
from cdk.types import refuse

ClientName = Literal["jupyterhub", "airflow", "apps", "slurm"]
"""What people log in to; each is an OIDC client of its own."""


def _https_url(value: str) -> str:
    if re.fullmatch(r"https://[\w-]+(\.[\w-]+)*(:\d{1,5})?(/[\w.~%!$&'()*+,;=:@/?-]*)?", value):
        return value
    raise refuse("is not an address that begins with https://", "as the provider documents it")


def _secret_arn(value: str) -> str:
    # The six signs at the end are part of what IAM compares: without them nothing may be read.
    if re.fullmatch(r"arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-\w{6}", value):
        return value
    hint = "for example arn:aws:secretsmanager:us-east-1:111122223333:secret:hub-login-a1b2c3"
    raise refuse("is not the ARN of a secret in Secrets Manager", hint)


def _group_name(value: str) -> str:
    if re.fullmatch(r"[\w./:@=+-]{1,128}", value):
        return value
    raise refuse("cannot be the name of a group", "up to 128 letters, digits and . / : @ = + - _")


HttpsUrl = Annotated[str, AfterValidator(_https_url)]
SecretArn = Annotated[str, AfterValidator(_secret_arn)]
GroupName = Annotated[str, AfterValidator(_group_name)]


class CognitoConfig(Settings):
    """A user pool of the lab's own. Admins make its users; nobody signs up alone.

    Up to 10,000 users a month are free of charge (aws.amazon.com/cognito/pricing, 2026-11).
    """

    mfa: Annotated[Literal["off", "optional", "required"], FREE] = Field(
        "optional", examples=["required"]
    )
    """Whether people log in with a code from an authenticator app as well. Default `optional`:
    whoever wants to; `required` in the preset `production`: everybody is asked to set it up at the
    next login."""
    password_minimum_length: Annotated[int, FREE] = Field(12, ge=8, le=99, examples=[12])
    """Shortest password, with a small letter, a capital, a digit and a symbol. Default 12."""
    threat_protection: Annotated[Literal["audit", "enforced"] | None, FREE] = Field(
        None, examples=["enforced"]
    )
    """Watch for stolen passwords and odd places of login: `audit` only records, `enforced` also
    asks for a second factor or refuses. Default none, as every active user then costs 0.02 USD a
    month, from the first one on (aws.amazon.com/cognito/pricing, 2026-11)."""


class OidcConfig(Settings):
    """An OIDC provider that exists already, such as a university's Keycloak, Entra ID or Okta.

    Register a confidential client there for each release, with its callback address.
    """

    issuer_url: Annotated[HttpsUrl, FREE] = Field(examples=["https://login.example.org/realms/lab"])
    """Address that the provider calls itself, exactly as in its tokens (`iss`)."""
    authorize_url: Annotated[HttpsUrl, FREE] = Field(
        examples=["https://login.example.org/realms/lab/protocol/openid-connect/auth"]
    )
    """Where a browser is sent to log in (`authorization_endpoint`)."""
    token_url: Annotated[HttpsUrl, FREE] = Field(
        examples=["https://login.example.org/realms/lab/protocol/openid-connect/token"]
    )
    """Where a program turns a login into tokens (`token_endpoint`)."""
    username_claim: Annotated[str, FREE] = Field(
        "preferred_username", min_length=1, examples=["preferred_username"]
    )
    """Claim of the ID token that names a person. Default preferred_username. DANGER: it becomes the
    name of the home folder, so another claim means empty homes."""
    groups_claim: Annotated[str, FREE] = Field("groups", min_length=1, examples=["groups"])
    """Claim of the ID token that lists a person's groups. Default groups. Many providers send it
    only when the client is told to."""
    scopes: Annotated[tuple[str, ...], FREE] = Field(
        ("openid", "email", "profile"), strict=False, examples=[["openid", "email", "groups"]]
    )
    """What is asked for at login. Default `[openid, email, profile]`. Some providers want one more
    for groups."""
    client_secret_arns: Annotated[dict[ClientName, SecretArn], FREE] = Field(
        examples=[
            {
                "jupyterhub": "arn:aws:secretsmanager:us-east-1:111122223333:"
                "secret:jupyterhub-login-a1b2c3"
            }
        ]
    )
    """Secrets that you made in the lab's account and region, one for each of jupyterhub, airflow,
    apps and slurm that the lab has: JSON with `client_id` and `client_secret`, encrypted by AWS's
    own key. 0.40 USD each a month (us-east-1, 2024-07)."""

    def problems(self) -> Iterator[Problem]:
        """Check that an ID token is asked for."""
        if "openid" not in self.scopes:
            yield Problem(
                path=("scopes",),
                message=f"lacks openid, without which there is no ID token (got {self.scopes})",
                hint="add openid",
            )


class LoginConfig(Settings):
    """Who may log in, and in which groups they are."""

    cognito: Annotated[CognitoConfig | None, FREE] = Field(
        CognitoConfig(), examples=[{"mfa": "required"}]
    )
    """A user pool of the lab's own. That is the default; `null` where there is an `oidc`. DANGER:
    from one to the other, people get other names and so other homes."""
    oidc: Annotated[OidcConfig | None, FREE] = Field(
        None,
        examples=[
            {
                "issuer_url": "https://login.example.org/realms/lab",
                "authorize_url": "https://login.example.org/realms/lab/auth",
                "token_url": "https://login.example.org/realms/lab/token",
                "client_secret_arns": {
                    "jupyterhub": "arn:aws:secretsmanager:us-east-1:111122223333:"
                    "secret:jupyterhub-login-a1b2c3"
                },
            }
        ],
    )
    """An OIDC provider that exists already. Default none."""
    groups: Annotated[tuple[GroupName, ...], FREE] = Field(
        ("lab-users", "gpu-users"), strict=False, examples=[["lab-users", "gpu-users"]]
    )
    """Groups that other settings may name. Default `[lab-users, gpu-users]`. Each project is a
    group too, without standing here. In a pool of the lab's own they are made; elsewhere they must
    exist. A group taken away here is deleted in the pool, not its people."""
    admin_group: Annotated[GroupName, FREE] = Field("lab-admins", examples=["lab-admins"])
    """The group that administers JupyterHub and Airflow. Default lab-admins. DANGER: its members
    can act as anybody there, and read everybody's files."""

    @property
    def groups_claim(self) -> str:
        """The claim of the ID token that lists a person's groups."""
        return self.oidc.groups_claim if self.oidc else "cognito:groups"

    @property
    def username_claim(self) -> str:
        """The claim of the ID token that names a person."""
        return self.oidc.username_claim if self.oidc else "cognito:username"

    @property
    def scopes(self) -> tuple[str, ...]:
        """What is asked for at login."""
        return self.oidc.scopes if self.oidc else ("openid", "email", "profile")

    @property
    def all_groups(self) -> tuple[str, ...]:
        """Every group of the lab but those of projects, admins first."""
        return (self.admin_group, *self.groups)

    def problems(self) -> Iterator[Problem]:
        """Check that there is one provider, and no group twice."""
        if self.cognito is not None and self.oidc is not None:
            yield Problem(
                path=("oidc",),
                message="is a second provider, beside the lab's own user pool",
                hint="set `cognito: null`, or remove oidc",
                related=(("cognito",),),
            )
        if self.cognito is None and self.oidc is None:
            yield Problem(
                path=("cognito",),
                message="is switched off, so nobody could log in (got null)",
                hint="remove it, or describe another provider in oidc",
                related=(("oidc",),),
            )
        for name in sorted({name for name in self.groups if self.all_groups.count(name) > 1}):
            yield Problem(
                path=("groups",),
                message=f"names a group twice (got {name})",
                hint="each group once; admin_group counts as one of them",
                related=(("admin_group",),),
            )
