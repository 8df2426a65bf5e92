"""What stands around an RDS instance needs no completion: groups, and the secret's attachment."""

import json
from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.kubernetes_resources import NETWORK, SUBNETS, database

TAGS = [{"Key": "lab", "Value": "demo"}]


def _tags(rds: Any, arn: str) -> dict[str, str]:  # noqa: ANN401
    """Return the tags of a group."""
    found = rds.list_tags_for_resource(ResourceName=arn)["TagList"]
    return {tag["Key"]: tag["Value"] for tag in found}


def _subnet_group(description: str, *subnets: dict[str, Any], **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a subnet group."""
    declared = {"DBSubnetGroupDescription": description, "SubnetIds": list(subnets), **properties}
    return {**NETWORK, "Group": {"Type": "AWS::RDS::DBSubnetGroup", "Properties": declared}}


def test_subnet_group_arrives_and_changes(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Description, subnets and tags are what the template says."""
    outputs = {name: {"Ref": name} for name in ("Group", "Vpc", "SubnetA", "SubnetB")}
    first = deploy_resources(_subnet_group("one", *SUBNETS, Tags=TAGS), outputs).outputs
    rds = aws.client("rds")
    (before,) = rds.describe_db_subnet_groups(DBSubnetGroupName=first["Group"])["DBSubnetGroups"]
    assert (before["DBSubnetGroupDescription"], before["VpcId"]) == ("one", first["Vpc"])
    assert _tags(rds, before["DBSubnetGroupArn"])["lab"] == "demo"
    assert deploy_resources(_subnet_group("two", SUBNETS[0]), outputs).outputs == first
    (after,) = rds.describe_db_subnet_groups(DBSubnetGroupName=first["Group"])["DBSubnetGroups"]
    assert after["DBSubnetGroupDescription"] == "two"
    assert [subnet["SubnetIdentifier"] for subnet in after["Subnets"]] == [first["SubnetA"]]
    assert "lab" not in _tags(rds, after["DBSubnetGroupArn"])


def _parameter_group(**parameters: str) -> dict[str, Any]:
    """Declare a parameter group."""
    group = {"Description": "Of the lab", "Family": "postgres17", "Parameters": parameters}
    return {"Group": {"Type": "AWS::RDS::DBParameterGroup", "Properties": {**group, "Tags": TAGS}}}


def test_parameter_group_arrives_and_changes(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """A parameter is set, changed, and back at its default when it is not declared any more."""
    outputs, rds, seen = {"Group": {"Ref": "Group"}}, aws.client("rds"), []
    for parameters in ({"work_mem": "8192"}, {"work_mem": "4096"}, {"log_statement": "ddl"}):
        name = deploy_resources(_parameter_group(**parameters), outputs).outputs["Group"]
        found = rds.describe_db_parameters(DBParameterGroupName=name, Source="user")["Parameters"]
        seen.append({each["ParameterName"]: each["ParameterValue"] for each in found})
    (group,) = rds.describe_db_parameter_groups(DBParameterGroupName=name)["DBParameterGroups"]
    assert seen == [{"work_mem": "8192"}, {"work_mem": "4096"}, {"log_statement": "ddl"}]
    assert (group["DBParameterGroupFamily"], group["Description"]) == ("postgres17", "Of the lab")
    assert _tags(rds, group["DBParameterGroupArn"])["lab"] == "demo"


def test_attachment_writes_the_address_into_the_secret(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """Whoever reads the secret finds the server, and the user that the template names."""
    value = '{"username": "postgres", "password": "first-password"}'
    secret = {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": value}}
    attachment = {
        "SecretId": {"Ref": "Secret"},
        "TargetId": {"Ref": "Database"},
        "TargetType": "AWS::RDS::DBInstance",
    }
    resources = {
        **database(),
        "Secret": secret,
        "Attachment": {
            "Type": "AWS::SecretsManager::SecretTargetAttachment",
            "Properties": attachment,
        },
    }
    outputs = {
        "Secret": {"Ref": "Secret"},
        "Attachment": {"Ref": "Attachment"},
        "Port": {"Fn::GetAtt": ["Database", "Endpoint.Port"]},
    }
    found = deploy_resources(resources, outputs).outputs
    text = aws.client("secretsmanager").get_secret_value(SecretId=found["Secret"])["SecretString"]
    assert found["Attachment"] == found["Secret"]
    assert json.loads(text) == {
        "dbname": "lab",
        "engine": "postgres",
        "host": "127.0.0.1",
        "password": "first-password",
        "port": int(found["Port"]),
        "username": "postgres",
    }
