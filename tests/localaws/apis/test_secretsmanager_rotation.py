"""Rotation by the Secrets Manager API: a function takes the steps, and a secret has a new value."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate, error_code
from tests.localaws.functions import admitting, function

CODE = """
    import boto3

    def handle(event, _context):
        client, arn, version = boto3.client("secretsmanager"), event["SecretId"], event["ClientRequestToken"]
        stages = client.describe_secret(SecretId=arn)["VersionIdsToStages"]
        assert stages[version] == ["AWSPENDING"], stages
        if event["Step"] == "createSecret":
            try:
                client.get_secret_value(SecretId=arn, VersionId=version)
            except client.exceptions.ResourceNotFoundException:
                value = client.get_secret_value(SecretId=arn)["SecretString"] + " " + event["Step"]
                client.put_secret_value(
                    SecretId=arn, ClientRequestToken=version, SecretString=value, VersionStages=["AWSPENDING"]
                )
            return
        value = client.get_secret_value(SecretId=arn, VersionId=version)["SecretString"]
        if "fail" in value:
            raise RuntimeError("as the secret says")
        client.put_secret_value(
            SecretId=arn,
            ClientRequestToken=version,
            SecretString=value + " " + event["Step"],
            VersionStages=["AWSPENDING"],
        )
        if event["Step"] == "finishSecret":
            (current,) = (each for each, labels in stages.items() if "AWSCURRENT" in labels)
            client.update_secret_version_stage(
                SecretId=arn, VersionStage="AWSCURRENT", MoveToVersionId=version, RemoveFromVersionId=current
            )
"""  # noqa: E501
FUNCTION = function(CODE, "secretsmanager:*")
OUTPUTS = {"Function": {"Fn::GetAtt": ["Function", "Arn"]}}
SECONDS = 20


@pytest.fixture
def function_arn(deploy_resources: DeployTemplate) -> str:
    """Deploy a function that Secrets Manager may call."""
    resources = {**FUNCTION, **admitting("secretsmanager.amazonaws.com")}
    return deploy_resources(resources, OUTPUTS).outputs["Function"]


@pytest.fixture
def secret(aws: LocalAws) -> Iterator[str]:
    """Create a secret and return its ARN."""
    client = aws.client("secretsmanager")
    arn: str = client.create_secret(Name="rotated", SecretString="first")["ARN"]
    yield arn
    client.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)


def _value_after_rotation(client: Any, arn: str, version: str) -> str:  # noqa: ANN401
    """Wait until a version is the current one and return what it holds."""
    deadline = time.monotonic() + SECONDS
    while True:
        found = client.get_secret_value(SecretId=arn)
        if found["VersionId"] == version:
            return str(found["SecretString"])
        assert time.monotonic() < deadline, "it was not rotated"
        time.sleep(0.05)


def test_rotation_takes_the_four_steps(aws: LocalAws, secret: str, function_arn: str) -> None:
    """The value that the function made is the current one, the one before is the previous one."""
    client = aws.client("secretsmanager")
    rules = {"AutomaticallyAfterDays": 60}
    rotated = client.rotate_secret(
        SecretId=secret, RotationLambdaARN=function_arn, RotationRules=rules
    )
    value = _value_after_rotation(client, secret, rotated["VersionId"])
    assert value == "first createSecret setSecret testSecret finishSecret"
    assert client.get_secret_value(SecretId=secret, VersionStage="AWSPREVIOUS")["SecretString"] == (
        "first"
    )
    found = client.describe_secret(SecretId=secret)
    assert (found["RotationLambdaARN"], found["RotationRules"]) == (function_arn, rules)


def test_rotation_that_fails_leaves_the_value(
    aws: LocalAws, secret: str, function_arn: str
) -> None:
    """The version that should have followed waits."""
    client = aws.client("secretsmanager")
    client.put_secret_value(SecretId=secret, SecretString="fail")
    rotated = client.rotate_secret(SecretId=secret, RotationLambdaARN=function_arn)
    deadline = time.monotonic() + SECONDS
    log = aws.status().log
    while f"Rotation of {secret} failed in setSecret" not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < deadline, "nobody heard of it"
        time.sleep(0.05)
    stages = client.describe_secret(SecretId=secret)["VersionIdsToStages"]
    assert stages[rotated["VersionId"]] == ["AWSPENDING"]
    assert client.get_secret_value(SecretId=secret)["SecretString"] == "fail"


def test_rotation_may_wait_for_its_time(aws: LocalAws, secret: str, function_arn: str) -> None:
    """Who and when is known; no version is made."""
    client = aws.client("secretsmanager")
    answer = client.rotate_secret(
        SecretId=secret, RotationLambdaARN=function_arn, RotateImmediately=False
    )
    found = client.describe_secret(SecretId=secret)
    assert "VersionId" not in answer
    assert found["RotationEnabled"]
    assert len(found["VersionIdsToStages"]) == 1


def test_cancelled_rotation_is_off(aws: LocalAws, secret: str, function_arn: str) -> None:
    """The secret stays as it is."""
    client = aws.client("secretsmanager")
    client.rotate_secret(SecretId=secret, RotationLambdaARN=function_arn, RotateImmediately=False)
    client.cancel_rotate_secret(SecretId=secret)
    assert not client.describe_secret(SecretId=secret)["RotationEnabled"]


def test_function_must_admit_secrets_manager(
    aws: LocalAws, secret: str, deploy_resources: DeployTemplate
) -> None:
    """A forgotten permission is found here, as on AWS."""
    arn = deploy_resources(FUNCTION, OUTPUTS).outputs["Function"]
    rotate = aws.client("secretsmanager").rotate_secret
    code = error_code(rotate, SecretId=secret, RotationLambdaARN=arn)
    assert code == "AccessDeniedException"


def test_rotation_needs_a_function(aws: LocalAws, secret: str) -> None:
    """Nobody renews a secret by himself."""
    rotate = aws.client("secretsmanager").rotate_secret
    assert error_code(rotate, SecretId=secret) == "InvalidRequestException"


@pytest.mark.parametrize("operation", ["rotate_secret", "cancel_rotate_secret"])
def test_unknown_secret_is_not_rotated(aws: LocalAws, operation: str) -> None:
    """There is nothing to renew."""
    act = getattr(aws.client("secretsmanager"), operation)
    assert error_code(act, SecretId="nothing") == "ResourceNotFoundException"
