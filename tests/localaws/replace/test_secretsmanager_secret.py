"""AWS::SecretsManager::Secret, as the Secrets Manager API shows it."""

import json
import string
from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import REGION, DeployTemplate, error_code

OUTPUTS = {"Ref": {"Ref": "Secret"}, "Id": {"Fn::GetAtt": ["Secret", "Id"]}}
KEEPER = {"Keeper": {"Type": "AWS::EC2::InternetGateway"}}


def _secret(**properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a secret."""
    return {"Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": properties}}


def _value(aws: LocalAws, arn: str, stage: str = "AWSCURRENT") -> str:
    """Return what a secret holds."""
    client = aws.client("secretsmanager")
    value: str = client.get_secret_value(SecretId=arn, VersionStage=stage)["SecretString"]
    return value


def test_reference_is_the_arn(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Policies and facts get what IAM compares."""
    outputs = deploy_resources(_secret(Name="named", SecretString="x"), OUTPUTS).outputs
    arn = aws.client("secretsmanager").describe_secret(SecretId="named")["ARN"]
    assert outputs == {"Ref": arn, "Id": arn}


def test_create_keeps_every_property(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Description, key, value, tags and copies are what the template says."""
    properties = {
        "Description": "Of the hub",
        "KmsKeyId": "alias/lab",
        "SecretString": "value",
        "ReplicaRegions": [{"Region": "eu-west-1"}],
        "Tags": [{"Key": "lab", "Value": "demo"}],
    }
    arn = deploy_resources(_secret(**properties), OUTPUTS).outputs["Ref"]
    found = aws.client("secretsmanager").describe_secret(SecretId=arn)
    assert (found["Description"], found["KmsKeyId"]) == ("Of the hub", "alias/lab")
    assert {"Key": "lab", "Value": "demo"} in found["Tags"]
    assert [copy["Region"] for copy in found["ReplicationStatus"]] == ["eu-west-1"]
    assert _value(aws, arn) == "value"
    assert REGION in arn


def test_generated_value_follows_every_rule(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """Length, kinds of signs, and the place in the template's JSON."""
    rules = {
        "SecretStringTemplate": '{"username": "hub"}',
        "GenerateStringKey": "password",
        "PasswordLength": "20",
        "ExcludePunctuation": True,
        "ExcludeUppercase": "true",
        "ExcludeCharacters": "0o",
    }
    arn = deploy_resources(_secret(GenerateSecretString=rules), OUTPUTS).outputs["Ref"]
    value = json.loads(_value(aws, arn))
    allowed = set(string.ascii_lowercase + string.digits) - set("0o")
    assert value["username"] == "hub"
    assert len(value["password"]) == 20
    assert set(value["password"]) <= allowed


def test_generated_value_without_template_is_the_password(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """Every call gives another one."""
    rules = {"GenerateSecretString": {"PasswordLength": 64}}
    second = {"Second": _secret(**rules)["Secret"]}
    outputs = {**OUTPUTS, "Second": {"Ref": "Second"}}
    arns = deploy_resources({**_secret(**rules), **second}, outputs).outputs
    values = {_value(aws, arns["Ref"]), _value(aws, arns["Second"])}
    assert sorted(len(value) for value in values) == [64, 64]


def test_update_keeps_a_value_that_is_declared_as_before(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """Another description and tag generate no other password."""
    rules = {"PasswordLength": 30}
    arn = deploy_resources(_secret(GenerateSecretString=rules), OUTPUTS).outputs["Ref"]
    before = _value(aws, arn)
    tags = [{"Key": "lab", "Value": "demo"}]
    changed = _secret(GenerateSecretString=rules, Description="New", Tags=tags)
    assert deploy_resources(changed, OUTPUTS).outputs["Ref"] == arn
    found = aws.client("secretsmanager").describe_secret(SecretId=arn)
    assert _value(aws, arn) == before
    assert found["Description"] == "New"
    assert {"Key": "lab", "Value": "demo"} in found["Tags"]


def test_update_with_other_rules_generates_another_value(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """The value before is still there, as the previous one."""
    first = _secret(GenerateSecretString={"PasswordLength": 30})
    arn = deploy_resources(first, OUTPUTS).outputs["Ref"]
    before = _value(aws, arn)
    assert deploy_resources(_secret(GenerateSecretString={"PasswordLength": 31})).failures == ()
    assert len(_value(aws, arn)) == 31
    assert _value(aws, arn, "AWSPREVIOUS") == before


def test_delete_removes_the_secret(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Its name is free again at once."""
    arn = deploy_resources(_secret(SecretString="x") | KEEPER, OUTPUTS).outputs["Ref"]
    assert deploy_resources(KEEPER).failures == ()
    describe = aws.client("secretsmanager").describe_secret
    assert error_code(describe, SecretId=arn) == "ResourceNotFoundException"
