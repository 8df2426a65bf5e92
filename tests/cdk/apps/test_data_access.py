"""What an app may read in AWS."""

from typing import Any

from cdk.apps.config import AppConfig
from cdk.apps.data_access import statements

BUCKET, KEY = "arn:aws:s3:::results", "arn:aws:kms:us-east-1:111122223333:key/a"


def _statements(data: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    config = AppConfig.model_validate({"project": "pbmc-atlas", "data": data})
    found = statements(config, bucket_arn=BUCKET, data_key_arn=KEY, region="us-east-1")
    return {statement["Sid"]: statement for statement in found}


def test_one_object_is_all_that_is_read() -> None:
    """An app that shows a file reads that file, and lists nothing."""
    found = _statements({"s3": {"path": "pbmc.h5ad"}})
    assert found["ReadData"]["Resource"] == f"{BUCKET}/projects/pbmc-atlas/pbmc.h5ad"
    assert set(found) == {"ReadData", "UseKeyThroughS3"}


def test_folder_is_listed_and_read() -> None:
    """An app that shows a folder sees what is below it, not its neighbours."""
    found = _statements({"s3": {"path": "app/"}})
    assert found["ReadData"]["Resource"] == f"{BUCKET}/projects/pbmc-atlas/app/*"
    below = ["projects/pbmc-atlas/app/", "projects/pbmc-atlas/app/*"]
    assert found["ListData"]["Condition"] == {"StringLike": {"s3:prefix": below}}


def test_key_is_used_through_s3_alone() -> None:
    """The lab's key decrypts for S3 and for nothing else."""
    found = _statements({"s3": {"path": "app/"}})["UseKeyThroughS3"]
    through = {"kms:ViaService": "s3.us-east-1.amazonaws.com"}
    assert (found["Action"], found["Condition"]) == ("kms:Decrypt", {"StringEquals": through})


def test_files_and_no_data_need_nothing() -> None:
    """The node mounts the file system; the pod calls no service."""
    assert (_statements({"efs": "app/"}), _statements(None)) == ({}, {})
