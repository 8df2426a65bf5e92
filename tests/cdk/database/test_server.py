"""The database server."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Match, Template

from tests.cdk.database.conftest import KEY_ARN

Database = Callable[..., Template]
INSTANCE = "AWS::RDS::DBInstance"


def _instance(template: Template) -> dict[str, Any]:
    (instance,) = template.find_resources(INSTANCE).values()
    properties: dict[str, Any] = instance["Properties"]
    return properties


def test_server_is_encrypted_by_the_labs_key(database: Database) -> None:
    """Disk, backups, the record of queries and the master's password."""
    instance = _instance(database())
    assert instance["StorageEncrypted"] is True
    assert [
        instance["KmsKeyId"],
        instance["PerformanceInsightsKMSKeyId"],
        instance["MasterUserSecret"]["KmsKeyId"],
    ] == [KEY_ARN] * 3


def test_server_is_private_and_has_no_password_in_the_template(database: Database) -> None:
    """RDS makes the master's password itself, and renews it."""
    instance = _instance(database())
    assert instance["PubliclyAccessible"] is False
    assert instance["ManageMasterUserPassword"] is True
    assert "MasterUserPassword" not in instance


def test_connections_need_tls_of_a_known_authority(database: Database) -> None:
    """The server refuses others; its certificate is of the kind that the function checks."""
    template = database()
    (group,) = template.find_resources("AWS::RDS::DBParameterGroup")
    template.has_resource_properties(
        "AWS::RDS::DBParameterGroup", {"Parameters": {"rds.force_ssl": "1"}}
    )
    instance = _instance(template)
    assert instance["DBParameterGroupName"] == {"Ref": group}
    assert instance["CACertificateIdentifier"] == "rds-ca-rsa2048-g1"


def test_defaults_are_small_and_safe(database: Database) -> None:
    """One machine in one zone, gp3, two weeks of backups, protected."""
    instance = _instance(database())
    expected = {
        "DBInstanceClass": "db.t4g.small",
        "EngineVersion": "17",
        "StorageType": "gp3",
        "AllocatedStorage": "20",
        "MaxAllocatedStorage": 100,
        "MultiAZ": False,
        "BackupRetentionPeriod": 14,
        "DeletionProtection": True,
        "AutoMinorVersionUpgrade": True,
        "PerformanceInsightsRetentionPeriod": 7,
    }
    assert {name: instance[name] for name in expected} == expected


def test_settings_reach_the_server(database: Database) -> None:
    """Each one has its property."""
    template = database(
        instance_type="db.m7g.large",
        engine_version=18,
        allocated_storage_gib=50,
        max_allocated_storage_gib=None,
        multi_az=True,
        backup_retention_days=35,
        deletion_protection=False,
        rotation_days=90,
        log_retention_days=365,
    )
    template.has_resource_properties(
        INSTANCE,
        {
            "DBInstanceClass": "db.m7g.large",
            "EngineVersion": "18",
            "AllocatedStorage": "50",
            "MaxAllocatedStorage": Match.absent(),
            "MultiAZ": True,
            "BackupRetentionPeriod": 35,
            "DeletionProtection": False,
        },
    )
    template.has_resource_properties("AWS::RDS::DBParameterGroup", {"Family": "postgres18"})
    template.has_resource_properties(
        "AWS::SecretsManager::RotationSchedule", {"RotationRules": {"AutomaticallyAfterDays": 90}}
    )
    template.has_resource_properties(
        "AWS::Logs::LogGroup",
        {"LogGroupName": "/aws/rds/instance/demo-dev/postgresql", "RetentionInDays": 365},
    )


@pytest.mark.parametrize(
    ("setting", "policy", "backups_go"),
    [("retain", "Snapshot", False), ("destroy", "Delete", True)],
)
def test_a_last_snapshot_stays_or_nothing_does(
    database: Database, setting: str, policy: str, *, backups_go: bool
) -> None:
    """`storage.removal_policy` decides, about backups too."""
    database(setting).has_resource(
        INSTANCE,
        {
            "DeletionPolicy": policy,
            "UpdateReplacePolicy": policy,
            "Properties": {"DeleteAutomatedBackups": backups_go},
        },
    )


def test_members_of_the_client_group_reach_the_server_and_nobody_else_does(
    database: Database,
) -> None:
    """One rule in, one rule out, and none in the groups themselves."""
    template = database()
    (into,) = (
        each["Properties"]
        for each in template.find_resources("AWS::EC2::SecurityGroupIngress").values()
    )
    (out,) = (
        each["Properties"]
        for each in template.find_resources("AWS::EC2::SecurityGroupEgress").values()
    )
    assert [(rule["FromPort"], rule["ToPort"], rule["IpProtocol"]) for rule in (into, out)] == [
        (5432, 5432, "tcp"),
        (5432, 5432, "tcp"),
    ]
    assert into["SourceSecurityGroupId"] == out["GroupId"]
    assert into["GroupId"] == out["DestinationSecurityGroupId"]
    assert _instance(template)["VPCSecurityGroups"] == [into["GroupId"]]
    inline = [
        each["Properties"].get("SecurityGroupIngress")
        for each in template.find_resources("AWS::EC2::SecurityGroup").values()
    ]
    assert inline == [None, None, None]


def test_logs_are_kept_as_long_as_the_settings_say(database: Database) -> None:
    """Their groups are there before the server, which would keep every line for ever."""
    template = database()
    groups = {
        logical_id
        for logical_id, each in template.find_resources("AWS::Logs::LogGroup").items()
        if str(each["Properties"].get("LogGroupName")).startswith("/aws/rds/instance/demo-dev/")
        and each["Properties"]["RetentionInDays"] == 30
    }
    (instance,) = template.find_resources(INSTANCE).values()
    assert len(groups) == 2
    assert groups <= set(instance["DependsOn"])
    assert instance["Properties"]["EnableCloudwatchLogsExports"] == ["postgresql", "upgrade"]
