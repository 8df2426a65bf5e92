"""Secrets that are made once."""

from collections.abc import Callable

import pytest
from aws_cdk import App, RemovalPolicy
from aws_cdk.assertions import Match, Template

from cdk.releases.release_file import GeneratedSecretConfig
from cdk.releases.secrets import GeneratedSecrets, deployed_secrets
from tests.cdk.releases.cluster import new_stack

KEY = {"fernet_key": GeneratedSecretConfig(length=32)}
PATH = "/lab/demo/dev/secrets/airflow/fernet_key"


@pytest.fixture(scope="module")
def generated(new_app: Callable[[], App]) -> Template:
    """Return the template with one generated secret."""
    stack = new_stack(new_app())
    GeneratedSecrets(
        stack,
        "Airflow",
        lab="demo",
        env="dev",
        release="airflow",
        secrets=KEY,
        removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    )
    return Template.from_stack(stack)


def test_secrets_manager_makes_the_secret(generated: Template) -> None:
    """Letters and digits, as many as wanted; the template holds none of them."""
    generated.has_resource(
        "AWS::SecretsManager::Secret",
        {
            "DeletionPolicy": "RetainExceptOnCreate",
            "Properties": {
                "GenerateSecretString": {"ExcludePunctuation": True, "PasswordLength": 32},
                "SecretString": Match.absent(),
                "Name": Match.absent(),
            },
        },
    )


def test_a_parameter_says_where_it_is(generated: Template) -> None:
    """So that no export ties the release to it."""
    (secret,) = generated.find_resources("AWS::SecretsManager::Secret")
    generated.has_resource_properties(
        "AWS::SSM::Parameter", {"Name": PATH, "Value": {"Ref": secret}}
    )
    assert "Outputs" not in generated.to_json()


def test_release_reads_the_parameter_when_it_is_deployed(new_app: Callable[[], App]) -> None:
    """What fills the hole is a reference."""
    stack = new_stack(new_app())
    arns = deployed_secrets(stack, lab="demo", env="dev", release="airflow", secrets=KEY)
    assert list(arns) == ["fernet_key"]
    (parameter,) = Template.from_stack(stack).find_parameters("airflowfernetkey").values()
    assert (parameter["Type"], parameter["Default"]) == (
        "AWS::SSM::Parameter::Value<String>",
        PATH,
    )
