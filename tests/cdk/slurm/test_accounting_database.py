"""The database of Slurm's accounting."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import CfnOutput, Stack, aws_ec2 as ec2, aws_kms as kms
from aws_cdk.assertions import Match, Template

from cdk.slurm.accounting_database import AccountingDatabase
from cdk.slurm.config import AccountingConfig
from tests.cdk.slurm.conftest import KEY_ARN

Build = Callable[..., Template]
INSTANCE = "AWS::RDS::DBInstance"


@pytest.fixture(scope="module")
def build(
    new_stack: Callable[[str], Stack],
    new_vpc: Callable[[Stack], ec2.IVpc],
    lab_key: Callable[[Stack], kms.IKey],
) -> Build:
    """Return what builds a database and returns its template."""

    def made(removal_policy: Any = "retain") -> Template:  # noqa: ANN401 (one of two words)
        stack = new_stack("demo-dev-slurm")
        vpc = new_vpc(stack)
        database = AccountingDatabase(
            stack,
            "Accounting",
            config=AccountingConfig(),
            deletion_protection=True,
            removal_policy=removal_policy,
            vpc=vpc,
            subnets=ec2.SubnetSelection(subnets=vpc.private_subnets),
            key=lab_key(stack),
        )
        CfnOutput(stack, "Uri", value=database.uri)
        CfnOutput(stack, "Secret", value=database.password_secret_arn)
        assert database.user_name == "slurm"
        return Template.from_stack(stack)

    return made


@pytest.fixture(scope="module")
def template(build: Build) -> Template:
    """Return the template of a database that is kept."""
    return build()


def _instance(template: Template) -> dict[str, Any]:
    (instance,) = template.find_resources(INSTANCE).values()
    properties: dict[str, Any] = instance["Properties"]
    return properties


def test_server_is_small_encrypted_private_and_protected(template: Template) -> None:
    """By the lab's key."""
    expected = {
        "AllocatedStorage": "20",
        "BackupRetentionPeriod": 7,
        "CACertificateIdentifier": "rds-ca-rsa2048-g1",
        "DBInstanceClass": "db.t4g.small",
        "DeletionProtection": True,
        "Engine": "mysql",
        "EngineVersion": "8.4.11",
        "KmsKeyId": KEY_ARN,
        "MasterUsername": "slurm",
        "PubliclyAccessible": False,
        "StorageEncrypted": True,
        "StorageType": "gp3",
    }
    instance = _instance(template)
    assert {name: instance[name] for name in expected} == expected


def test_server_is_as_slurm_recommends_and_refuses_plain_connections(template: Template) -> None:
    """Otherwise slurmdbd says so in its log."""
    template.has_resource_properties(
        "AWS::RDS::DBParameterGroup",
        {
            "Family": "mysql8.4",
            "Parameters": {
                "innodb_buffer_pool_size": "{DBInstanceClassMemory*1/2}",
                "innodb_lock_wait_timeout": "900",
                "require_secure_transport": "1",
            },
        },
    )


def test_password_is_bare_text_and_never_in_the_template(template: Template) -> None:
    """ParallelCluster reads no JSON; CloudFormation resolves a reference to it."""
    ((logical_id, secret),) = template.find_resources("AWS::SecretsManager::Secret").items()
    assert secret["Properties"]["KmsKeyId"] == KEY_ARN
    assert secret["Properties"]["GenerateSecretString"] == {
        "ExcludePunctuation": True,
        "PasswordLength": 32,
    }
    assert _instance(template)["MasterUserPassword"] == {
        "Fn::Join": [
            "",
            [
                "{{resolve:secretsmanager:",
                {"Ref": logical_id},
                ":SecretString:::}}",
            ],
        ]
    }
    assert "SecretString" not in secret["Properties"]
    template.has_output("Secret", {"Value": {"Ref": logical_id}})


def test_uri_has_host_and_port(template: Template) -> None:
    """As `Database.Uri` of the configuration wants it."""
    template.has_output(
        "Uri",
        {
            "Value": {
                "Fn::Join": [
                    "",
                    [{"Fn::GetAtt": [Match.any_value(), "Endpoint.Address"]}, ":3306"],
                ]
            }
        },
    )


def test_members_of_the_client_group_reach_the_server_and_nobody_else_does(
    template: Template,
) -> None:
    """One rule in, one rule out."""
    (into,) = template.find_resources("AWS::EC2::SecurityGroupIngress").values()
    (out,) = template.find_resources("AWS::EC2::SecurityGroupEgress").values()
    ports = [(each["Properties"]["FromPort"], each["Properties"]["ToPort"]) for each in (into, out)]
    assert ports == [(3306, 3306)] * 2
    assert into["Properties"]["SourceSecurityGroupId"] == out["Properties"]["GroupId"]
    assert _instance(template)["VPCSecurityGroups"] == [into["Properties"]["GroupId"]]


@pytest.mark.parametrize(
    ("setting", "policy", "backups_go"),
    [("retain", "Snapshot", False), ("destroy", "Delete", True)],
)
def test_a_last_snapshot_stays_or_nothing_does(
    build: Build, setting: str, policy: str, *, backups_go: bool
) -> None:
    """`storage.removal_policy` decides, about backups too."""
    template = build(setting)
    template.has_resource(
        INSTANCE,
        {
            "DeletionPolicy": policy,
            "UpdateReplacePolicy": policy,
            "Properties": {"DeleteAutomatedBackups": backups_go},
        },
    )
