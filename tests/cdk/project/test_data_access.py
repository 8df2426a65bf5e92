"""What a project's role may do: each statement, and nothing beside them."""

from collections.abc import Callable
from typing import Any

from aws_cdk.assertions import Template

Project = Callable[..., Template]
READ = ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:RestoreObject"]


def statements(template: Template) -> dict[str, dict[str, Any]]:
    """Return the statements of the project's role, by Sid."""
    (role,) = template.find_resources("AWS::IAM::Role").values()
    policies = role["Properties"].get("Policies", [])
    found = [each for policy in policies for each in policy["PolicyDocument"]["Statement"]]
    assert {each["Effect"] for each in found} <= {"Allow"}
    return {each["Sid"]: each for each in found}


def test_a_project_lists_its_own_folder_only(project: Project) -> None:
    """Listing needs the prefix; the top of the bucket stays closed."""
    found = statements(project(data={"raw": "read"}))["ListFolders"]
    assert found["Action"] == ["s3:ListBucket", "s3:ListBucketVersions"]
    assert found["Resource"] == "arn:aws:s3:::raw-1"
    assert found["Condition"] == {"StringLike": {"s3:prefix": "projects/atlas/*"}}


def test_read_means_reading_objects_of_the_own_folder(project: Project) -> None:
    """Objects, their versions, and what lies in an archive class."""
    found = statements(project(data={"raw": "read"}))
    assert found["ReadFolders"]["Action"] == READ
    assert found["ReadFolders"]["Resource"] == "arn:aws:s3:::raw-1/projects/atlas/*"


def test_read_lets_write_nothing(project: Project) -> None:
    """There is no statement with a writing action."""
    found = statements(project(data={"raw": "read"}))
    assert set(found) == {"ListFolders", "LocateBuckets", "ReadFolders", "UseKeyThroughS3"}


def test_write_means_reading_and_writing(project: Project) -> None:
    """Writing includes what an interrupted upload of many parts needs."""
    found = statements(project(data={"results": "write"}))
    assert found["ReadFolders"]["Resource"] == "arn:aws:s3:::results-1/projects/atlas/*"
    assert found["WriteFolders"]["Resource"] == "arn:aws:s3:::results-1/projects/atlas/*"
    assert found["WriteFolders"]["Action"] == [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
        "s3:PutObjectTagging",
    ]


def test_access_is_given_bucket_by_bucket(project: Project) -> None:
    """A bucket to read is not among those to write."""
    found = statements(project(data={"raw": "read", "scratch": "write"}))
    assert found["ReadFolders"]["Resource"] == [
        "arn:aws:s3:::raw-1/projects/atlas/*",
        "arn:aws:s3:::scratch-1/projects/atlas/*",
    ]
    assert found["WriteFolders"]["Resource"] == "arn:aws:s3:::scratch-1/projects/atlas/*"


def test_readers_may_decrypt_through_s3_only(project: Project) -> None:
    """The lab's key works for the project inside S3, and nowhere else."""
    found = statements(project(data={"raw": "read"}))["UseKeyThroughS3"]
    assert found["Action"] == "kms:Decrypt"
    assert found["Resource"] == "arn:aws:kms:us-east-1:111122223333:key/1"
    assert found["Condition"] == {
        "StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}
    }


def test_writers_may_also_encrypt(project: Project) -> None:
    """S3 needs a data key for each write."""
    found = statements(project(data={"raw": "write"}))["UseKeyThroughS3"]
    assert found["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]


def test_the_file_system_is_mounted_through_the_own_access_point_only(project: Project) -> None:
    """Another project's access point, or none, does not do. Root access is not given."""
    template = project(efs={})
    (access_point,) = template.find_resources("AWS::EFS::AccessPoint")
    found = statements(template)["MountOwnFolder"]
    assert found["Action"] == ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    assert (
        found["Resource"] == "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-1"
    )
    assert found["Condition"] == {
        "StringEquals": {"elasticfilesystem:AccessPointArn": {"Fn::GetAtt": [access_point, "Arn"]}}
    }


def test_a_project_without_access_has_no_rights(project: Project) -> None:
    """No data, no file system: no policy."""
    assert statements(project()) == {}
