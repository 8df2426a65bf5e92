"""A database and users for each release."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from aws_cdk.assertions import Template

from cdk.database.function.credentials import Credentials
from tests.cdk.database.conftest import KEY_ARN
from tests.cdk.database.function.conftest import RELEASE_ARN, StandInSecretsManager

Database = Callable[..., Template]
RELEASES = ["airflow", "jupyterhub"]


def _of(template: Template, resource_type: str, release: str) -> tuple[str, Mapping[str, Any]]:
    (found,) = (
        (logical_id, resource)
        for logical_id, resource in template.find_resources(resource_type).items()
        if release.capitalize() in logical_id
    )
    return found


@pytest.mark.parametrize("release", RELEASES)
def test_secret_holds_what_the_function_reads(database: Database, release: str) -> None:
    """With its tokens filled and a password made, the function understands it."""
    _, secret = _of(database(), "AWS::SecretsManager::Secret", release)
    made = secret["Properties"]["GenerateSecretString"]
    parts = made["SecretStringTemplate"]["Fn::Join"][1]
    text = "".join(part if isinstance(part, str) else part["Fn::GetAtt"][1] for part in parts)
    stand_in = StandInSecretsManager()
    stand_in.put(RELEASE_ARN, json.loads(text) | {made["GenerateStringKey"]: "made"})
    assert Credentials.read(stand_in, RELEASE_ARN) == Credentials(
        username=f"{release}_a",
        password="made",  # noqa: S106
        host="Endpoint.Address",
        port="Endpoint.Port",
        dbname=release,
    )


@pytest.mark.parametrize("release", RELEASES)
def test_secret_has_no_value_in_the_template_and_the_labs_key(
    database: Database, release: str
) -> None:
    """Secrets Manager makes the password: 43 letters and digits."""
    _, secret = _of(database(), "AWS::SecretsManager::Secret", release)
    properties = secret["Properties"]
    assert "SecretString" not in properties
    assert properties["KmsKeyId"] == KEY_ARN
    assert properties["GenerateSecretString"]["PasswordLength"] == 43
    assert properties["GenerateSecretString"]["ExcludePunctuation"] is True


@pytest.mark.parametrize("release", RELEASES)
def test_users_are_made_by_the_function_and_again_on_another_server(
    database: Database, release: str
) -> None:
    """The host is a property, so that a change of it is an update; a silent function fails soon."""
    template = database()
    (function,) = template.find_resources("AWS::Lambda::Function")
    (server,) = template.find_resources("AWS::RDS::DBInstance")
    secret, _ = _of(template, "AWS::SecretsManager::Secret", release)
    _, users = _of(template, "Custom::DatabaseUsers", release)
    assert users["Properties"] == {
        "ServiceToken": {"Fn::GetAtt": [function, "Arn"]},
        "ServiceTimeout": "300",
        "SecretArn": {"Ref": secret},
        "Host": {"Fn::GetAtt": [server, "Endpoint.Address"]},
    }


@pytest.mark.parametrize("release", RELEASES)
def test_everything_on_the_way_to_the_server_is_there_before(
    database: Database, release: str
) -> None:
    """Rules of security groups are resources too, and nothing else names them."""
    template = database()
    _, users = _of(template, "Custom::DatabaseUsers", release)
    way = {
        logical_id
        for kind in ("SecurityGroupIngress", "SecurityGroupEgress")
        for logical_id in template.find_resources(f"AWS::EC2::{kind}")
    }
    assert len(way) == 2
    assert way <= set(users["DependsOn"])


@pytest.mark.parametrize("release", RELEASES)
def test_passwords_rotate_once_the_users_are_there(database: Database, release: str) -> None:
    """Every 60 days, and not at once: the first password is new anyway."""
    template = database()
    (function,) = template.find_resources("AWS::Lambda::Function")
    secret, _ = _of(template, "AWS::SecretsManager::Secret", release)
    users, _ = _of(template, "Custom::DatabaseUsers", release)
    _, rotation = _of(template, "AWS::SecretsManager::RotationSchedule", release)
    (permission,) = template.find_resources("AWS::Lambda::Permission")
    assert set(rotation["DependsOn"]) == {users, permission}
    assert rotation["Properties"] == {
        "SecretId": {"Ref": secret},
        "RotationLambdaARN": {"Fn::GetAtt": [function, "Arn"]},
        "RotationRules": {"AutomaticallyAfterDays": 60},
        "RotateImmediatelyOnUpdate": False,
    }
