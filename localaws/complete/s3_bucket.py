"""AWS::S3::Bucket: what ministack's handler leaves out, and the refusal to delete a full bucket."""

from collections.abc import Callable
from typing import Any

from localaws import s3_lifecycle
from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes

TYPE = "AWS::S3::Bucket"


def complete(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply each property that is there, and undo each that is not there any more.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
    """
    s3 = client("s3")
    for name, (apply, remove) in PROPERTIES.items():
        if new.get(name):
            apply(s3, physical_id, new[name])
        elif old.get(name):
            remove(s3, physical_id)
    return {}


def before_delete(physical_id: str) -> None:
    """Delete through the API, which refuses a bucket that still holds something.

    ministack's own handler would delete the bucket with all objects in it.

    Raises:
        botocore.exceptions.ClientError: The bucket is not empty.
    """
    s3 = client("s3")
    if any(bucket["Name"] == physical_id for bucket in s3.list_buckets()["Buckets"]):
        s3.delete_bucket(Bucket=physical_id)


def _put_lifecycle(s3: Any, bucket: str, value: Properties) -> None:  # noqa: ANN401
    """Set the lifecycle rules."""
    rules = s3_lifecycle.to_api(value["Rules"])
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})


def _put_encryption(s3: Any, bucket: str, value: Properties) -> None:  # noqa: ANN401
    """Set the default encryption."""
    rules = []
    for rule in value["ServerSideEncryptionConfiguration"]:
        converted = dict(rule)
        default = dict(converted.pop("ServerSideEncryptionByDefault"))
        if default["SSEAlgorithm"] != "AES256":
            # AWS falls back to this key of its own; ministack refuses every later upload.
            default.setdefault("KMSMasterKeyID", "alias/aws/s3")
        rules.append({**converted, "ApplyServerSideEncryptionByDefault": default})
    call(
        s3,
        "put_bucket_encryption",
        {"ServerSideEncryptionConfiguration": {"Rules": rules}},
        Bucket=bucket,
    )


def _put_logging(s3: Any, bucket: str, value: Properties) -> None:  # noqa: ANN401
    """Send access logs to another bucket."""
    converted = dict(value)
    enabled = {
        "TargetBucket": converted.pop("DestinationBucketName", bucket),
        "TargetPrefix": converted.pop("LogFilePrefix", ""),
        **converted,
    }
    call(
        s3,
        "put_bucket_logging",
        {"BucketLoggingStatus": {"LoggingEnabled": enabled}},
        Bucket=bucket,
    )


def _put_ownership(s3: Any, bucket: str, value: Properties) -> None:  # noqa: ANN401
    """Say who owns objects that others upload."""
    rules = [{"ObjectOwnership": rule["ObjectOwnership"]} for rule in value["Rules"]]
    s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls={"Rules": rules})


def _put_tags(s3: Any, bucket: str, value: list[Properties]) -> None:  # noqa: ANN401
    """Set the tags."""
    tags = [{"Key": tag["Key"], "Value": str(tag["Value"])} for tag in value]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})


def _put_versioning(s3: Any, bucket: str, value: Properties) -> None:  # noqa: ANN401
    """Enable or suspend versioning."""
    status = {"Status": value["Status"]}
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=status)


Apply = Callable[[Any, str, Any], None]
Remove = Callable[[Any, str], None]

PROPERTIES: dict[str, tuple[Apply, Remove]] = {
    "LifecycleConfiguration": (
        _put_lifecycle,
        lambda s3, bucket: s3.delete_bucket_lifecycle(Bucket=bucket),
    ),
    "BucketEncryption": (
        _put_encryption,
        lambda s3, bucket: s3.delete_bucket_encryption(Bucket=bucket),
    ),
    "LoggingConfiguration": (
        _put_logging,
        lambda s3, bucket: s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={}),
    ),
    "OwnershipControls": (
        _put_ownership,
        lambda s3, bucket: s3.delete_bucket_ownership_controls(Bucket=bucket),
    ),
    "Tags": (_put_tags, lambda s3, bucket: s3.delete_bucket_tagging(Bucket=bucket)),
    # A removed property suspends versioning: it can never be switched off again.
    "VersioningConfiguration": (
        _put_versioning,
        lambda s3, bucket: _put_versioning(s3, bucket, {"Status": "Suspended"}),
    ),
}
