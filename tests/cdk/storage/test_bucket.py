"""One bucket: encrypted, private, over TLS, logged."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Match, Template

Storage = Callable[..., Template]
KEY_ARN = {"Fn::GetAtt": [Match.string_like_regexp("^StorageDataKey"), "Arn"]}
ENCRYPTION = "s3:x-amz-server-side-encryption"


@pytest.fixture(scope="module")
def raw(storage: Storage) -> Template:
    """Return storage whose only data class is raw."""
    return storage(buckets={"raw": {}})


def raw_policy(template: Template) -> list[dict[str, Any]]:
    """Return the statements of the raw bucket's policy."""
    (found,) = (
        each["Properties"]["PolicyDocument"]["Statement"]
        for logical_id, each in template.find_resources("AWS::S3::BucketPolicy").items()
        if "Raw" in logical_id
    )
    return list(found)


def has_raw(template: Template, properties: dict[str, Any]) -> None:
    """Check properties of the raw bucket, which alone logs to the folder `raw/`."""
    logs = {"LoggingConfiguration": Match.object_like({"LogFilePrefix": "raw/"})}
    template.has_resource_properties("AWS::S3::Bucket", properties | logs)


def denials(template: Template, condition: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the raw bucket's statements that deny everyone under one condition."""
    return [
        each
        for each in raw_policy(template)
        if each["Effect"] == "Deny"
        and each["Principal"] == {"AWS": "*"}
        and each["Condition"] == condition
    ]


def test_objects_are_encrypted_by_the_labs_key(raw: Template) -> None:
    """An upload that says nothing is encrypted with the key, through a bucket key."""
    has_raw(
        raw,
        {
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    Match.object_like(
                        {
                            "BucketKeyEnabled": True,
                            "ServerSideEncryptionByDefault": {
                                "SSEAlgorithm": "aws:kms",
                                "KMSMasterKeyID": KEY_ARN,
                            },
                        }
                    )
                ]
            }
        },
    )


def test_keys_that_clients_bring_are_refused(raw: Template) -> None:
    """SSE-C is blocked: what it encrypts only its writer can read."""
    has_raw(
        raw,
        {
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    Match.object_like({"BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]}})
                ]
            }
        },
    )


def test_another_encryption_is_denied_when_it_is_asked_for(raw: Template) -> None:
    """A write with a header other than aws:kms is denied; one without the header is not."""
    (statement,) = denials(
        raw, {"Null": {ENCRYPTION: "false"}, "StringNotEquals": {ENCRYPTION: "aws:kms"}}
    )
    assert statement["Action"] == "s3:PutObject"


def test_another_key_is_denied_when_encryption_is_asked_for(raw: Template) -> None:
    """A write that asks for encryption has to name the lab's key."""
    (key,) = raw.find_resources("AWS::KMS::Key")
    (statement,) = denials(
        raw,
        {
            "Null": {ENCRYPTION: "false"},
            "StringNotEquals": {f"{ENCRYPTION}-aws-kms-key-id": {"Fn::GetAtt": [key, "Arn"]}},
        },
    )
    assert statement["Action"] == "s3:PutObject"


@pytest.mark.parametrize(
    "condition",
    [{"Bool": {"aws:SecureTransport": "false"}}, {"NumericLessThan": {"s3:TlsVersion": 1.2}}],
)
def test_plain_http_and_old_tls_are_denied(raw: Template, condition: dict[str, Any]) -> None:
    """Every action on the bucket needs TLS 1.2 or newer."""
    (statement,) = denials(raw, condition)
    assert statement["Action"] == "s3:*"


def test_public_access_is_blocked(raw: Template) -> None:
    """All four blocks are on."""
    has_raw(
        raw,
        {
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            }
        },
    )


def test_the_bucket_owns_its_objects(raw: Template) -> None:
    """Access control lists have no effect."""
    has_raw(raw, {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}})


def test_events_go_to_event_bridge(raw: Template) -> None:
    """CloudFormation switches them on itself, no Lambda function is needed."""
    has_raw(
        raw,
        {"NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}},
    )
    raw.resource_count_is("AWS::Lambda::Function", 0)


def test_access_is_logged_to_the_logs_bucket(raw: Template) -> None:
    """The record of the raw bucket goes to the bucket for logs."""
    logs = {"Ref": Match.string_like_regexp("^StorageBucketsLogs")}
    has_raw(raw, {"LoggingConfiguration": {"DestinationBucketName": logs, "LogFilePrefix": "raw/"}})


@pytest.mark.parametrize(("versioned", "expected"), [(True, 1), (False, 0)])
def test_versions_are_kept_if_the_settings_say_so(
    storage: Storage, *, versioned: bool, expected: int
) -> None:
    """The raw bucket is versioned or not."""
    template = storage(buckets={"raw": {"versioned": versioned}})
    template.resource_properties_count_is(
        "AWS::S3::Bucket",
        {
            "VersioningConfiguration": {"Status": "Enabled"},
            "LoggingConfiguration": Match.object_like({"LogFilePrefix": "raw/"}),
        },
        expected,
    )


def test_the_bucket_has_no_name_of_its_own(raw: Template) -> None:
    """CloudFormation names it, so two labs never collide."""
    names = [
        each["Properties"].get("BucketName")
        for each in raw.find_resources("AWS::S3::Bucket").values()
    ]
    assert set(names) == {None}
