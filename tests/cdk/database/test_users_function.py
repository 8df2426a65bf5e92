"""The function that makes users."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Template

from tests.cdk.database.conftest import KEY_ARN

Database = Callable[..., Template]


@pytest.fixture(scope="module")
def template(database: Database) -> Template:
    """Return a database as the settings' defaults have it."""
    return database()


def _function(template: Template) -> dict[str, Any]:
    (function,) = template.find_resources("AWS::Lambda::Function").values()
    properties: dict[str, Any] = function["Properties"]
    return properties


def test_function_knows_the_server_and_no_password(template: Template) -> None:
    """Its environment, which the console shows, names host, port, and where the secret is."""
    (server,) = template.find_resources("AWS::RDS::DBInstance")
    assert _function(template)["Environment"]["Variables"] == {
        "DATABASE_HOST": {"Fn::GetAtt": [server, "Endpoint.Address"]},
        "DATABASE_PORT": {"Fn::GetAtt": [server, "Endpoint.Port"]},
        "MASTER_SECRET_ARN": {"Fn::GetAtt": [server, "MasterUserSecret.SecretArn"]},
    }


def test_function_is_in_the_network_and_a_client_of_the_server(template: Template) -> None:
    """It may reach the server, and everything else by HTTPS only; nobody reaches it."""
    function = _function(template)
    assert function["VpcConfig"]["SubnetIds"] == [
        "subnet-0a1b2c3d4e5f67890",
        "subnet-0a1b2c3d4e5f67891",
    ]
    (out,) = template.find_resources("AWS::EC2::SecurityGroupEgress").values()
    own, client = function["VpcConfig"]["SecurityGroupIds"]
    assert client == out["Properties"]["GroupId"]
    group = template.find_resources("AWS::EC2::SecurityGroup")[own["Fn::GetAtt"][0]]["Properties"]
    assert "SecurityGroupIngress" not in group
    assert [(rule["FromPort"], rule["ToPort"]) for rule in group["SecurityGroupEgress"]] == [
        (443, 443)
    ]


def test_role_reaches_its_secrets_its_log_and_nothing_else(template: Template) -> None:
    """The master's secret is only read; only the network's actions know no resource."""
    (server,) = template.find_resources("AWS::RDS::DBInstance")
    own = [{"Ref": each} for each in sorted(template.find_resources("AWS::SecretsManager::Secret"))]
    log_group = _function(template)["LoggingConfig"]["LogGroup"]["Ref"]
    (role,) = template.find_resources("AWS::IAM::Role").values()
    assert "ManagedPolicyArns" not in role["Properties"]
    (policy,) = role["Properties"]["Policies"]
    log, network, read, renew, key = policy["PolicyDocument"]["Statement"]
    assert log["Resource"] == {"Fn::GetAtt": [log_group, "Arn"]}
    assert network["Resource"] == "*"
    assert {action.split(":")[0] for action in network["Action"]} == {"ec2"}
    assert read == {
        "Action": "secretsmanager:GetSecretValue",
        "Effect": "Allow",
        "Resource": [{"Fn::GetAtt": [server, "MasterUserSecret.SecretArn"]}, *own],
    }
    assert renew["Resource"] == own
    assert renew["Action"] == [
        "secretsmanager:DescribeSecret",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
    ]
    assert key == {
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Effect": "Allow",
        "Resource": KEY_ARN,
        "Condition": {"StringEquals": {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}},
    }


def test_secrets_manager_of_this_account_may_call_it(template: Template) -> None:
    """Nobody else may, but CloudFormation with the rights of whoever deploys."""
    (permission,) = template.find_resources("AWS::Lambda::Permission").values()
    assert permission["Properties"]["Principal"] == "secretsmanager.amazonaws.com"
    assert permission["Properties"]["SourceAccount"] == "111122223333"


def test_log_expires(template: Template) -> None:
    """The function's lines are kept for a month."""
    log_group = _function(template)["LoggingConfig"]["LogGroup"]["Ref"]
    group = template.find_resources("AWS::Logs::LogGroup")[log_group]
    assert group["Properties"]["RetentionInDays"] == 30
