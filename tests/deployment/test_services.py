"""What the services of a deployed lab answer; a stack's status proves nothing."""

import json

import pytest
from botocore.exceptions import ClientError

from localaws import unread
from tests.deployment.deployed import Deployed

# Eight parts of the lab, without the two that need a Kubernetes API, and two projects.
STACKS = 10


def test_all_stacks_are_deployed(sandbox: Deployed, production: Deployed) -> None:
    """Nothing fails, in the sandbox or in production."""
    assert [r.failures for r in sandbox.results] == [()] * STACKS
    assert [r.failures for r in production.results] == [()] * STACKS


def test_every_property_of_the_templates_is_read(sandbox: Deployed, production: Deployed) -> None:
    """What no handler of the embedded AWS looks at has a reason in the checked-in list."""
    for lab in (sandbox, production):
        assert unread.unexplained(unread.report(lab.aws.folder), unread.reasons()) == {}


def test_raw_objects_move_as_the_yaml_says(sandbox: Deployed) -> None:
    """The demo's transitions arrive in S3, for objects above a MiB only."""
    bucket = sandbox.facts()["raw_bucket_name"]
    rules = sandbox.aws.client("s3").get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    (moving,) = [rule for rule in rules if "Transitions" in rule]
    assert {t["StorageClass"]: t["Days"] for t in moving["Transitions"]} == {
        "STANDARD_IA": 30,
        "GLACIER_IR": 120,
        "DEEP_ARCHIVE": 400,
    }
    assert moving["Filter"]["ObjectSizeGreaterThan"] == 1024 * 1024


def test_scratch_objects_expire_and_keep_no_versions(sandbox: Deployed) -> None:
    """Scratch costs nothing for long."""
    s3, bucket = sandbox.aws.client("s3"), sandbox.facts()["scratch_bucket_name"]
    rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert [r["Expiration"]["Days"] for r in rules if "Days" in r.get("Expiration", {})] == [14]
    assert s3.get_bucket_versioning(Bucket=bucket).get("Status") != "Enabled"


@pytest.mark.parametrize("data_class", ["raw", "scratch", "results", "archive"])
def test_buckets_are_closed_and_watched(sandbox: Deployed, data_class: str) -> None:
    """Each bucket is private, encrypted with the lab's key, logged, and sends events."""
    s3, facts = sandbox.aws.client("s3"), sandbox.facts()
    bucket = facts[f"{data_class}_bucket_name"]
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert all(block.values())
    assert rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] == facts["data_key_arn"]
    assert rule["BucketKeyEnabled"]
    assert s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"]["TargetPrefix"]
    notification = s3.get_bucket_notification_configuration(Bucket=bucket)
    assert "EventBridgeConfiguration" in notification


def test_uploads_must_use_the_key_of_the_lab(sandbox: Deployed) -> None:
    """A request that asks for another encryption is denied, one that asks for none gets ours."""
    s3, facts = sandbox.aws.client("s3"), sandbox.facts()
    bucket = facts["raw_bucket_name"]
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.put_object(Bucket=bucket, Key="x", Body=b"x", ServerSideEncryption="AES256")
    plain = s3.put_object(Bucket=bucket, Key="x", Body=b"x")
    assert plain["ServerSideEncryption"] == "aws:kms"


def test_plain_http_is_denied_by_the_bucket(sandbox: Deployed) -> None:
    """The gateway listens on HTTP as well, so it is the bucket's policy that refuses."""
    bucket = sandbox.facts()["raw_bucket_name"]
    plain = sandbox.aws.client("s3", plain=True)
    with pytest.raises(ClientError, match="AccessDenied"):
        plain.list_objects_v2(Bucket=bucket)
    assert plain.list_buckets()["Buckets"]


def test_file_system_has_its_tiers_and_its_policy(sandbox: Deployed) -> None:
    """Infrequent access, archive, back on first access; TLS or nothing."""
    efs, file_system = sandbox.aws.client("efs"), sandbox.facts()["file_system_id"]
    policies = efs.describe_lifecycle_configuration(FileSystemId=file_system)["LifecyclePolicies"]
    assert {k: v for policy in policies for k, v in policy.items()} == {
        "TransitionToIA": "AFTER_30_DAYS",
        "TransitionToArchive": "AFTER_90_DAYS",
        "TransitionToPrimaryStorageClass": "AFTER_1_ACCESS",
    }
    (described,) = efs.describe_file_systems(FileSystemId=file_system)["FileSystems"]
    assert (described["ThroughputMode"], described["Encrypted"]) == ("elastic", True)
    policy = json.loads(efs.describe_file_system_policy(FileSystemId=file_system)["Policy"])
    assert [s["Effect"] for s in policy["Statement"]] == ["Deny"]


def test_file_system_has_a_mount_target_in_each_zone(
    sandbox: Deployed, production: Deployed
) -> None:
    """Two zones in the sandbox, three in production."""
    counts = []
    for lab in (sandbox, production):
        file_system = lab.facts()["file_system_id"]
        found = lab.aws.client("efs").describe_mount_targets(FileSystemId=file_system)
        counts.append(len(found["MountTargets"]))
    assert counts == [2, 3]


def test_projects_have_a_folder_as_their_own_user(sandbox: Deployed) -> None:
    """An access point per project with its Unix identity."""
    file_system = sandbox.facts()["file_system_id"]
    found = sandbox.aws.client("efs").describe_access_points(FileSystemId=file_system)[
        "AccessPoints"
    ]
    assert {p["RootDirectory"]["Path"]: p["PosixUser"]["Uid"] for p in found} == {
        "/projects/cytometry-screen": 20002,
        "/projects/pbmc-atlas": 20001,
    }


def test_backups_are_daily_and_monthly_in_production(production: Deployed) -> None:
    """AWS Backup has the plan, and the file system in its selection."""
    backup = production.aws.client("backup")
    plan = backup.list_backup_plans()["BackupPlansList"][0]["BackupPlanId"]
    rules = backup.get_backup_plan(BackupPlanId=plan)["BackupPlan"]["Rules"]
    assert sorted(rule["Lifecycle"]["DeleteAfterDays"] for rule in rules) == [35, 2555]
    selection = backup.list_backup_selections(BackupPlanId=plan)["BackupSelectionsList"][0]
    chosen = backup.get_backup_selection(BackupPlanId=plan, SelectionId=selection["SelectionId"])
    file_system = production.facts()["file_system_id"]
    assert chosen["BackupSelection"]["Resources"][0].endswith(file_system)


def test_sandbox_makes_no_backups(sandbox: Deployed) -> None:
    """What may be deleted is not backed up."""
    assert sandbox.aws.client("backup").list_backup_plans()["BackupPlansList"] == []


def test_gateways_and_endpoints_are_as_configured(sandbox: Deployed, production: Deployed) -> None:
    """NAT as the YAML says; the free endpoints always."""
    seen = {}
    for lab in (sandbox, production):
        ec2 = lab.aws.client("ec2")
        endpoints = ec2.describe_vpc_endpoints()["VpcEndpoints"]
        services = sorted(e["ServiceName"].split(".", 3)[3] for e in endpoints)
        seen[lab.env] = (len(ec2.describe_nat_gateways()["NatGateways"]), services)
    assert seen == {
        "dev": (1, ["dynamodb", "s3"]),
        "prod": (3, ["dynamodb", "ecr.api", "ecr.dkr", "logs", "s3", "secretsmanager"]),
    }


def test_default_security_group_is_empty(sandbox: Deployed) -> None:
    """Whoever forgets to name a group gets one that reaches nothing."""
    groups = sandbox.aws.client("ec2").describe_security_groups(
        Filters=[{"Name": "group-name", "Values": ["default"]}]
    )["SecurityGroups"]
    lab_groups = [g for g in groups if {"Key": "lab", "Value": "demo"} in g.get("Tags", [])]
    of_the_lab = lab_groups or [g for g in groups if g["VpcId"] == _vpc(sandbox)]
    assert [(g["IpPermissions"], g["IpPermissionsEgress"]) for g in of_the_lab] == [([], [])]


def _vpc(sandbox: Deployed) -> str:
    vpcs = sandbox.aws.client("ec2").describe_vpcs(
        Filters=[{"Name": "tag:lab", "Values": ["demo"]}]
    )
    vpc: str = vpcs["Vpcs"][0]["VpcId"]
    return vpc


def test_flow_logs_record_everything_in_production(production: Deployed) -> None:
    """They go to a log group that is kept for a year."""
    (log,) = production.aws.client("ec2").describe_flow_logs()["FlowLogs"]
    groups = production.aws.client("logs").describe_log_groups()["logGroups"]
    assert log["TrafficType"] == "ALL"
    assert 365 in [group.get("retentionInDays") for group in groups]
