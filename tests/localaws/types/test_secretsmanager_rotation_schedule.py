"""AWS::SecretsManager::RotationSchedule, as the Secrets Manager API shows it."""

import time
from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.functions import admitting, function

CODE = """
    import boto3

    def handle(event, _context):
        client, arn, version = boto3.client("secretsmanager"), event["SecretId"], event["ClientRequestToken"]
        if event["Step"] == "createSecret":
            client.put_secret_value(
                SecretId=arn, ClientRequestToken=version, SecretString="second", VersionStages=["AWSCURRENT"]
            )
"""  # noqa: E501
SECRET = {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "first"}}
FOUNDATION = {
    "Secret": SECRET,
    **function(CODE, "secretsmanager:*"),
    **admitting("secretsmanager.amazonaws.com"),
}
OUTPUTS = {"Secret": {"Ref": "Secret"}, "Ref": {"Ref": "Schedule"}}
SECONDS = 20


def _schedule(days: int, *, now: bool | None) -> dict[str, Any]:
    """Declare a rotation."""
    properties: dict[str, Any] = {
        "SecretId": {"Ref": "Secret"},
        "RotationLambdaARN": {"Fn::GetAtt": ["Function", "Arn"]},
        "RotationRules": {"AutomaticallyAfterDays": days},
    }
    if now is not None:
        properties["RotateImmediatelyOnUpdate"] = now
    schedule = {
        "Type": "AWS::SecretsManager::RotationSchedule",
        "DependsOn": "Permission",
        "Properties": properties,
    }
    return {**FOUNDATION, "Schedule": schedule}


def test_create_switches_rotation_on(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Who and when is as the template says; nothing is renewed yet."""
    outputs = deploy_resources(_schedule(60, now=False), OUTPUTS).outputs
    found = aws.client("secretsmanager").describe_secret(SecretId=outputs["Secret"])
    assert outputs["Ref"] == outputs["Secret"]
    assert found["RotationEnabled"]
    assert found["RotationRules"] == {"AutomaticallyAfterDays": 60}
    assert len(found["VersionIdsToStages"]) == 1


def test_rotation_begins_at_once_unless_told_otherwise(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """That is CloudFormation's default."""
    secret = deploy_resources(_schedule(60, now=None), OUTPUTS).outputs["Secret"]
    client, deadline = aws.client("secretsmanager"), time.monotonic() + SECONDS
    while client.get_secret_value(SecretId=secret)["SecretString"] != "second":
        assert time.monotonic() < deadline, "it was not rotated"
        time.sleep(0.05)


def test_update_changes_the_rules(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """The same secret is renewed at other times."""
    assert deploy_resources(_schedule(60, now=False)).failures == ()
    secret = deploy_resources(_schedule(30, now=False), OUTPUTS).outputs["Secret"]
    found = aws.client("secretsmanager").describe_secret(SecretId=secret)
    assert found["RotationRules"] == {"AutomaticallyAfterDays": 30}


def test_delete_switches_rotation_off(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """A schedule that leaves the template leaves the secret."""
    secret = deploy_resources(_schedule(60, now=False), OUTPUTS).outputs["Secret"]
    assert deploy_resources(FOUNDATION).failures == ()
    found = aws.client("secretsmanager").describe_secret(SecretId=secret)
    assert not found["RotationEnabled"]
