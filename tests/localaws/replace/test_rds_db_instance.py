"""AWS::RDS::DBInstance, as the RDS API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.kubernetes_resources import NETWORK, database

NAME = "kept"
ATTRIBUTES = (
    "DBInstanceArn",
    "DbiResourceId",
    "Endpoint.Address",
    "Endpoint.Port",
    "MasterUserSecret.SecretArn",
)
OUTPUTS = {name.replace(".", ""): {"Fn::GetAtt": ["Database", name]} for name in ATTRIBUTES}
KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
EXPECTED: dict[str, Any] = {
    "AllocatedStorage": 20,
    "AutoMinorVersionUpgrade": True,
    "BackupRetentionPeriod": 14,
    "CACertificateIdentifier": "rds-ca-rsa2048-g1",
    "CopyTagsToSnapshot": True,
    "DBInstanceClass": "db.t4g.micro",
    "DBName": "lab",
    "EnabledCloudwatchLogsExports": ["postgresql", "upgrade"],
    "EngineVersion": "18",
    "KmsKeyId": KEY_ARN,
    "MasterUsername": "postgres",
    "MaxAllocatedStorage": 100,
    "MultiAZ": True,
    "PerformanceInsightsEnabled": True,
    "PerformanceInsightsKMSKeyId": KEY_ARN,
    "PubliclyAccessible": False,
    "StorageEncrypted": True,
    "StorageType": "gp3",
}
RENAMED = {
    "EnableCloudwatchLogsExports": "EnabledCloudwatchLogsExports",
    "EnablePerformanceInsights": "PerformanceInsightsEnabled",
}


def _whole(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a database with every property that a lab's has."""
    group = {"GroupDescription": "Server", "VpcId": {"Ref": "Vpc"}}
    properties = {k: v for k, v in EXPECTED.items() if k not in RENAMED.values()}
    properties |= {name: EXPECTED[described] for name, described in RENAMED.items()}
    resources = database(
        **properties,
        DBInstanceIdentifier=NAME,
        Port="5432",
        AllowMajorVersionUpgrade=True,
        ApplyImmediately=True,
        DeleteAutomatedBackups=True,
        VPCSecurityGroups=[{"Ref": "Group"}],
        Tags=[{"Key": "lab", "Value": "demo"}],
        **changes,
    )
    return {**resources, "Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": group}}


def _described(aws: LocalAws) -> dict[str, Any]:
    """Return the description of the database."""
    rds = aws.client("rds")
    (found,) = rds.describe_db_instances(DBInstanceIdentifier=NAME)["DBInstances"]
    return dict(found)


def test_create_keeps_every_property(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """What the template says is what RDS answers, and what a template learns."""
    outputs = {**OUTPUTS, "Group": {"Ref": "Group"}, "Subnets": {"Ref": "SubnetGroup"}}
    result = deploy_resources(_whole(), outputs)
    assert result.failures == ()
    found = _described(aws)
    assert {name: found[name] for name in EXPECTED} == EXPECTED
    assert {"Key": "lab", "Value": "demo"} in found["TagList"]
    assert found["DBSubnetGroup"]["DBSubnetGroupName"] == result.outputs["Subnets"]
    assert [g["VpcSecurityGroupId"] for g in found["VpcSecurityGroups"]] == [
        result.outputs["Group"]
    ]
    assert {name: result.outputs[name] for name in result.outputs if name in OUTPUTS} == {
        "DBInstanceArn": found["DBInstanceArn"],
        "DbiResourceId": found["DbiResourceId"],
        "EndpointAddress": "127.0.0.1",
        "EndpointPort": str(found["Endpoint"]["Port"]),
        "MasterUserSecretSecretArn": "",
    }


def test_update_changes_the_same_instance(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Size, storage, backups, logs, protection and tags need no other server."""
    before = deploy_resources(_whole(), OUTPUTS)
    changes = {
        "AllocatedStorage": "40",
        "BackupRetentionPeriod": 35,
        "DBInstanceClass": "db.t4g.small",
        "DeletionProtection": True,
        "EnableCloudwatchLogsExports": ["upgrade"],
        "MultiAZ": False,
        "Tags": [{"Key": "lab", "Value": "other"}],
    }
    changed = _whole()
    changed["Database"]["Properties"] |= changes
    after = deploy_resources(changed, OUTPUTS)
    found = _described(aws)
    unprotected = _whole()
    assert deploy_resources(unprotected).failures == ()
    assert not _described(aws)["DeletionProtection"]
    assert after.failures == ()
    assert before.outputs == after.outputs
    assert (found["AllocatedStorage"], found["BackupRetentionPeriod"]) == (40, 35)
    assert (found["DBInstanceClass"], found["MultiAZ"]) == ("db.t4g.small", False)
    assert found["EnabledCloudwatchLogsExports"] == ["upgrade"]
    assert found["DeletionProtection"]
    assert {"Key": "lab", "Value": "other"} in found["TagList"]


def test_delete_keeps_a_snapshot_where_the_template_wants_one(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """The instance is gone, the record of its last state is not."""
    resources = database(DBInstanceIdentifier="leaving")
    resources["Database"]["DeletionPolicy"] = "Snapshot"
    assert deploy_resources(resources).failures == ()
    assert deploy_resources(NETWORK).failures == ()
    rds = aws.client("rds")
    assert rds.describe_db_instances()["DBInstances"] == []
    found = rds.describe_db_snapshots(DBInstanceIdentifier="leaving")["DBSnapshots"]
    assert [snapshot["DBInstanceIdentifier"] for snapshot in found] == ["leaving"]


def test_instance_without_name_gets_one_that_rds_takes(deploy_resources: DeployTemplate) -> None:
    """It begins with a letter and says where it comes from."""
    result = deploy_resources(database(), {"Name": {"Ref": "Database"}})
    assert result.outputs["Name"].startswith("test-")
    assert "-database-" in result.outputs["Name"]


def test_server_that_cannot_start_fails_the_stack(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """PostgreSQL's own reason reaches whoever deploys, and nothing is left."""
    group = {"Description": "Bad", "Family": "postgres18", "Parameters": {"no_such": "1"}}
    resources = database(DBParameterGroupName={"Ref": "Parameters"})
    resources["Parameters"] = {"Type": "AWS::RDS::DBParameterGroup", "Properties": group}
    result = deploy_resources(resources)
    assert any('unrecognized configuration parameter "no_such"' in f for f in result.failures)
    assert aws.client("rds").describe_db_instances()["DBInstances"] == []
    assert list((aws.folder / "state" / "rds").iterdir()) == []
