"""The file systems that every node mounts."""

from dataclasses import replace
from typing import Any

from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.config import SlurmConfig
from cdk.slurm.shared_storage import SCRATCH_FOLDER, SHARED_FOLDER, shared_storage

IDS = ClusterIds.example()


def storage(scratch: dict[str, Any] | None, ids: ClusterIds = IDS) -> list[dict[str, Any]]:
    """Return the file systems of a cluster."""
    return shared_storage(SlurmConfig.model_validate({"scratch": scratch}), ids)


def test_the_labs_file_system_is_mounted_once_with_tls_and_iam() -> None:
    """Homes, projects and software are folders of it."""
    (only,) = storage(None)
    assert only["MountDir"] == SHARED_FOLDER
    assert only["EfsSettings"] == {
        "FileSystemId": IDS.file_system_id,
        "EncryptionInTransit": True,
        "IamAuthorization": True,
    }


def test_scratch_shows_a_bucket_as_files() -> None:
    """Names come at once and later, contents when they are first read."""
    (_, scratch) = storage({"size_gib": 2400, "bucket": "raw"})
    assert scratch["MountDir"] == SCRATCH_FOLDER
    settings = scratch["FsxLustreSettings"]
    assert settings["StorageCapacity"] == 2400
    (linked,) = settings["DataRepositoryAssociations"]
    assert linked["FileSystemPath"] == "/raw"
    assert linked["DataRepositoryPath"] == f"s3://{IDS.scratch_bucket_name}"
    assert "AutoExportPolicy" not in linked


def test_scratch_can_be_without_a_bucket() -> None:
    """By its setting."""
    (_, scratch) = storage({"bucket": None})
    assert "DataRepositoryAssociations" not in scratch["FsxLustreSettings"]
    (_, scratch) = storage({}, replace(IDS, scratch_bucket_name=None))
    assert "DataRepositoryAssociations" not in scratch["FsxLustreSettings"]
