"""The stack of everything stateful."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Templates = Callable[[Path], dict[str, dict[str, Any]]]


@pytest.mark.parametrize(("env", "expected"), [("dev", False), ("prod", True)])
def test_storage_is_protected_if_the_settings_say_so(
    demo: Callable[[str], Path], env: str, *, expected: bool
) -> None:
    """CloudFormation refuses to delete it; a sandbox goes when it is told to."""
    manifest = json.loads((demo(env) / "manifest.json").read_text(encoding="utf-8"))
    properties = manifest["artifacts"][f"demo-{env}-storage"]["properties"]
    assert properties["terminationProtection"] is expected


@pytest.mark.parametrize(
    ("fact", "resource"),
    [
        ("data_key_arn", "StorageDataKey"),
        ("raw_bucket_name", "StorageBucketsRaw"),
        ("scratch_bucket_name", "StorageBucketsScratch"),
        ("results_bucket_name", "StorageBucketsResults"),
        ("archive_bucket_name", "StorageBucketsArchive"),
        ("file_system_id", "StorageSharedFileSystem"),
    ],
)
def test_storage_publishes_what_it_made(
    demo: Callable[[str], Path], templates: Templates, fact: str, resource: str
) -> None:
    """Each fact holds the id of the resource that it names."""
    (value,) = (
        each["Properties"]["Value"]
        for each in templates(demo("dev"))["demo-dev-storage"]["Resources"].values()
        if each["Properties"].get("Name") == f"/lab/demo/dev/{fact}"
    )
    named = value.get("Ref") or value["Fn::GetAtt"][0]
    assert named.startswith(resource)


def test_only_a_sandbox_deletes_data(demo: Callable[[str], Path], templates: Templates) -> None:
    """Everything in production that can hold data is kept."""
    stateful = {"AWS::S3::Bucket", "AWS::EFS::FileSystem", "AWS::KMS::Key"}
    stateful |= {"AWS::Backup::BackupVault"}
    policies = {
        env: {
            each.get("DeletionPolicy")
            for each in templates(demo(env))[f"demo-{env}-storage"]["Resources"].values()
            if each["Type"] in stateful
        }
        for env in ("dev", "prod")
    }
    assert policies == {"dev": {"Delete"}, "prod": {"RetainExceptOnCreate"}}
