"""What is left of a lab after its end; these tests come last in this folder, by name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cdk.config.lab import LabConfig
from localaws.deployment import deploy, destroy
from tests.deployment.deployed import Deployed


@pytest.mark.parametrize("name", ["a", "sub/b"])
def test_objects_are_there_before_the_sandbox_goes(sandbox: Deployed, name: str) -> None:
    """The last test deletes real objects, versions among them."""
    s3, bucket = sandbox.aws.client("s3"), sandbox.facts()["raw_bucket_name"]
    for body in (b"first", b"second"):
        s3.put_object(Bucket=bucket, Key=name, Body=body)
    versions = s3.list_object_versions(Bucket=bucket, Prefix=name)["Versions"]
    assert len(versions) == 2


@pytest.fixture(scope="module")
def unprotected(
    production: Deployed,
    config: Callable[[str, str], LabConfig],
    synth: Callable[[LabConfig], Path],
) -> Path:
    """Deploy production without its protections, as an admin does who means to destroy it."""
    lab = config("labs/demo", "prod")
    database = lab.database.model_copy(update={"deletion_protection": False})
    changes: dict[str, object] = {"termination_protection": False, "database": database}
    assembly = synth(lab.model_copy(update=changes))
    results = deploy(production.aws, assembly)
    assert [r.failures for r in results] == [()] * len(results)
    return assembly


def test_destroyed_production_keeps_what_holds_data(
    production: Deployed, unprotected: Path
) -> None:
    """Buckets, file system, vault, key, people and a last snapshot outlive their stacks."""
    facts = production.facts()
    assert [r for r in destroy(production.aws, unprotected) if not r.succeeded] == []
    buckets = {b["Name"] for b in production.aws.client("s3").list_buckets()["Buckets"]}
    assert {value for name, value in facts.items() if name.endswith("_bucket_name")} <= buckets
    systems = production.aws.client("efs").describe_file_systems()["FileSystems"]
    assert facts["file_system_id"] in [s["FileSystemId"] for s in systems]
    vaults = production.aws.client("backup").list_backup_vaults()["BackupVaultList"]
    assert len(vaults) == 1
    key = production.aws.client("kms").describe_key(KeyId=facts["data_key_arn"])["KeyMetadata"]
    assert key["KeyState"] == "Enabled"
    pools = production.aws.client("cognito-idp").list_user_pools(MaxResults=10)["UserPools"]
    assert [pool["Id"] for pool in pools] == [facts["user_pool_id"]]
    snapshots = production.aws.client("rds").describe_db_snapshots()["DBSnapshots"]
    assert [snapshot["DBInstanceIdentifier"] for snapshot in snapshots] == ["demo-prod"]
    assert production.aws.client("eks").list_clusters()["clusters"] == []


def test_production_is_deployed_again_beside_what_was_kept(production: Deployed) -> None:
    """Nothing that was kept holds a name that the new lab needs."""
    results = deploy(production.aws, production.assembly)
    assert [r.failures for r in results] == [()] * len(results)
    vaults = production.aws.client("backup").list_backup_vaults()["BackupVaultList"]
    assert len(vaults) == 2


def test_destroyed_sandbox_leaves_no_data(sandbox: Deployed) -> None:
    """The preset sandbox deletes buckets with their objects, and the file system."""
    facts = sandbox.facts()
    results = destroy(sandbox.aws, sandbox.assembly)
    assert [r.failures for r in results] == [()] * len(results)
    buckets = {b["Name"] for b in sandbox.aws.client("s3").list_buckets()["Buckets"]}
    assert buckets.isdisjoint(facts.values())
    assert sandbox.aws.client("efs").describe_file_systems()["FileSystems"] == []
    assert sandbox.aws.client("rds").describe_db_instances()["DBInstances"] == []
    assert sandbox.aws.client("secretsmanager").list_secrets()["SecretList"] == []
