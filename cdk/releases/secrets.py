"""Secrets that no person thinks of: made once, kept in Secrets Manager, never in a template."""

from collections.abc import Mapping

from aws_cdk import (
    CfnParameter,
    RemovalPolicy,
    aws_secretsmanager as secretsmanager,
    aws_ssm as ssm,
)
from constructs import Construct

from cdk.naming import fact_path
from cdk.releases.release_file import GeneratedSecretConfig


class GeneratedSecrets(Construct):
    """The secrets of one release, and a parameter for each that says where it is.

    No export ties the release to them, so releases and web apps come and go.

    Attributes:
        arns: by name.
    """

    arns: Mapping[str, str]

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        lab: str,
        env: str,
        release: str,
        secrets: Mapping[str, GeneratedSecretConfig],
        removal_policy: RemovalPolicy,
    ) -> None:
        """Make the secrets.

        Args:
            scope: the stack.
            construct_id: part of every logical id below, which is a contract: another id is
                another secret.
            lab: name of the lab.
            env: name of the environment.
            release: whose they are.
            secrets: how long each is, by name.
            removal_policy: that of the data which they encrypt.
        """
        super().__init__(scope, construct_id)
        made: dict[str, str] = {}
        for name, config in secrets.items():
            secret = secretsmanager.Secret(
                self,
                name,
                description=f"{name} of {release}, lab {lab}, environment {env}",
                generate_secret_string=secretsmanager.SecretStringGenerator(
                    password_length=config.length, exclude_punctuation=True
                ),
                removal_policy=removal_policy,
            )
            made[name] = secret.secret_arn
            ssm.StringParameter(
                self,
                f"{name}-arn",
                parameter_name=secret_path(lab, env, release, name),
                description=f"ARN of the secret {name} of {release}",
                string_value=secret.secret_arn,
            )
        self.arns = made


def deployed_secrets(
    scope: Construct,
    *,
    lab: str,
    env: str,
    release: str,
    secrets: Mapping[str, GeneratedSecretConfig],
) -> dict[str, str]:
    """Read where the secrets of a release are, when the stack is deployed; return their ARNs.

    Args:
        scope: the stack that reads.
        lab: name of the lab.
        env: name of the environment.
        release: whose they are.
        secrets: those to read, by name.
    """
    return {
        name: CfnParameter(
            scope,
            f"{release}-{name}",
            type="AWS::SSM::Parameter::Value<String>",
            default=secret_path(lab, env, release, name),
            description=f"ARN of the secret {name} of {release}",
        ).value_as_string
        for name in secrets
    }


def secret_path(lab: str, env: str, release: str, name: str) -> str:
    """Return the SSM parameter that says where a generated secret is."""
    return fact_path(lab, env, f"secrets/{release}/{name}")
