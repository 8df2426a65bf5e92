"""AWS::S3::Bucket: every property arrives, changes and goes, as the S3 API shows."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.deployment import delete_stack
from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate

Read = Callable[[Any, str], Any]


def _bucket(properties: dict[str, Any]) -> dict[str, Any]:
    """Declare a bucket, and another to write logs to."""
    return {
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": properties},
        "Logs": {"Type": "AWS::S3::Bucket"},
    }


def _lifecycle(days: int) -> dict[str, Any]:
    """Declare an expiration."""
    rule = {"Id": "r", "Status": "Enabled", "ExpirationInDays": days}
    return {"LifecycleConfiguration": {"Rules": [rule]}}


def _encryption(algorithm: str) -> dict[str, Any]:
    """Declare a default encryption."""
    rule = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm}, "BucketKeyEnabled": True}
    return {"BucketEncryption": {"ServerSideEncryptionConfiguration": [rule]}}


def _logging(prefix: str) -> dict[str, Any]:
    """Declare where access is recorded."""
    to = {"DestinationBucketName": {"Ref": "Logs"}, "LogFilePrefix": prefix}
    return {"LoggingConfiguration": to}


def _ownership(owner: str) -> dict[str, Any]:
    """Declare who owns objects."""
    return {"OwnershipControls": {"Rules": [{"ObjectOwnership": owner}]}}


def _access(*, blocked: bool) -> dict[str, Any]:
    """Declare whether public access lists are refused."""
    return {"PublicAccessBlockConfiguration": {"BlockPublicAcls": blocked}}


def _tags(value: str) -> dict[str, Any]:
    """Declare a tag."""
    return {"Tags": [{"Key": "project", "Value": value}]}


def _events(*, enabled: bool) -> dict[str, Any]:
    """Declare whether events go to EventBridge."""
    return {
        "NotificationConfiguration": {
            "EventBridgeConfiguration": {"EventBridgeEnabled": enabled},
        }
    }


def _default_encryption(s3: Any, bucket: str) -> str:  # noqa: ANN401
    """Return the algorithm that encrypts objects by default."""
    found = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]
    algorithm: str = found["Rules"][0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]
    return algorithm


CASES: dict[str, tuple[dict[str, Any], Any, dict[str, Any], Any, Any, Read]] = {
    "lifecycle": (
        _lifecycle(30),
        [30],
        _lifecycle(60),
        [60],
        "NoSuchLifecycleConfiguration",
        lambda s3, b: [
            rule["Expiration"]["Days"]
            for rule in s3.get_bucket_lifecycle_configuration(Bucket=b)["Rules"]
        ],
    ),
    "encryption": (
        _encryption("AES256"),
        "AES256",
        _encryption("aws:kms"),
        "aws:kms",
        "AES256",
        _default_encryption,
    ),
    "logging": (
        _logging("a/"),
        "a/",
        _logging("b/"),
        "b/",
        None,
        lambda s3, b: s3.get_bucket_logging(Bucket=b).get("LoggingEnabled", {}).get("TargetPrefix"),
    ),
    "ownership": (
        _ownership("ObjectWriter"),
        "ObjectWriter",
        _ownership("BucketOwnerPreferred"),
        "BucketOwnerPreferred",
        "OwnershipControlsNotFoundError",
        lambda s3, b: s3.get_bucket_ownership_controls(Bucket=b)["OwnershipControls"]["Rules"][0][
            "ObjectOwnership"
        ],
    ),
    "public access": (
        _access(blocked=False),
        False,
        _access(blocked=True),
        True,
        True,
        lambda s3, b: s3.get_public_access_block(Bucket=b)["PublicAccessBlockConfiguration"][
            "BlockPublicAcls"
        ],
    ),
    "tags": (
        _tags("one"),
        [{"Key": "project", "Value": "one"}],
        _tags("two"),
        [{"Key": "project", "Value": "two"}],
        "NoSuchTagSet",
        lambda s3, b: s3.get_bucket_tagging(Bucket=b)["TagSet"],
    ),
    "events": (
        _events(enabled=True),
        True,
        {**_events(enabled=True), **_tags("two")},
        True,
        False,
        lambda s3, b: (
            "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket=b)
        ),
    ),
    "versioning": (
        {"VersioningConfiguration": {"Status": "Enabled"}},
        "Enabled",
        {"VersioningConfiguration": {"Status": "Suspended"}},
        "Suspended",
        "Suspended",
        lambda s3, b: s3.get_bucket_versioning(Bucket=b).get("Status"),
    ),
}


def _seen(read: Read, aws: LocalAws, bucket: str) -> Any:  # noqa: ANN401
    """Return what the API says, or the code of its error."""
    try:
        return read(aws.client("s3"), bucket)
    except ClientError as error:
        return error.response["Error"]["Code"]


@pytest.mark.parametrize("case", CASES)
def test_property_arrives_changes_and_goes(
    aws: LocalAws, deploy_resources: DeployTemplate, case: str
) -> None:
    """A create applies the property, an update changes it, and its removal undoes it."""
    first, after_create, second, after_update, after_removal, read = CASES[case]
    outputs = {"Name": {"Ref": "Bucket"}}
    seen = []
    for properties in (first, second, {}):
        result = deploy_resources(_bucket(properties), outputs)
        assert result.failures == ()
        seen.append(_seen(read, aws, result.outputs["Name"]))
    assert [after_create, after_update, after_removal] == seen


def test_full_bucket_is_not_deleted(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """CloudFormation cannot delete a bucket that holds objects, and neither can we."""
    result = deploy_resources(_bucket({}), {"Name": {"Ref": "Bucket"}})
    bucket, s3 = result.outputs["Name"], aws.client("s3")
    s3.put_object(Bucket=bucket, Key="data", Body=b"precious")
    refused = delete_stack(aws, result.name)
    assert refused.status == "DELETE_FAILED"
    assert any("The bucket you tried to delete is not empty" in f for f in refused.failures)
    assert s3.get_object(Bucket=bucket, Key="data")["Body"].read() == b"precious"
    s3.delete_object(Bucket=bucket, Key="data")


def test_unsupported_rule_fails_the_stack_with_its_name(deploy_resources: DeployTemplate) -> None:
    """What cannot be applied is refused, and the message says what it was."""
    rule = {"Status": "Enabled", "ExpirationInDays": 1, "NoncurrentVersionExpirationInDays": 1}
    result = deploy_resources(_bucket({"LifecycleConfiguration": {"Rules": [rule]}}))
    assert result.status == "ROLLBACK_COMPLETE"
    assert any("NoncurrentVersionExpirationInDays not supported" in f for f in result.failures)
