"""All buckets of a lab."""

from collections.abc import Callable

import pytest
from aws_cdk.assertions import Match, Template

Storage = Callable[..., Template]


def folders(template: Template) -> set[str]:
    """Return where the buckets log to; each bucket but the one for logs has a folder there."""
    return {
        each["Properties"]["LoggingConfiguration"]["LogFilePrefix"]
        for each in template.find_resources("AWS::S3::Bucket").values()
        if "LoggingConfiguration" in each["Properties"]
    }


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ([], {"scripts/"}),
        (["raw", "archive"], {"scripts/", "raw/", "archive/"}),
        (
            ["raw", "scratch", "results", "archive"],
            {"scripts/", "raw/", "scratch/", "results/", "archive/"},
        ),
    ],
)
def test_each_data_class_that_is_on_has_a_bucket(
    storage: Storage, classes: list[str], expected: set[str]
) -> None:
    """A class that is off has none; scripts are always there."""
    assert folders(storage(buckets={name: {} for name in classes})) == expected


def test_scripts_keep_their_versions(storage: Storage) -> None:
    """What a node ran yesterday can be looked up."""
    storage().has_resource_properties(
        "AWS::S3::Bucket",
        {
            "LoggingConfiguration": Match.object_like({"LogFilePrefix": "scripts/"}),
            "VersioningConfiguration": {"Status": "Enabled"},
        },
    )


def test_access_logs_are_encrypted_by_s3_and_expire(storage: Storage) -> None:
    """S3 can deliver them, and they go after a year."""
    storage().has_resource_properties(
        "AWS::S3::Bucket",
        {
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
                ]
            },
            "LifecycleConfiguration": {
                "Rules": [Match.object_like({"ExpirationInDays": 365, "Status": "Enabled"})]
            },
            "LoggingConfiguration": Match.absent(),
        },
    )


def test_s3_alone_delivers_access_logs_and_for_our_buckets_only(storage: Storage) -> None:
    """A policy lets the log service write, into the folder of a bucket of this account."""
    template = storage(buckets={"raw": {}})
    (source,) = (each for each in template.find_resources("AWS::S3::Bucket") if "Raw" in each)
    template.has_resource_properties(
        "AWS::S3::BucketPolicy",
        {
            "PolicyDocument": Match.object_like(
                {
                    "Statement": Match.array_with(
                        [
                            {
                                "Action": "s3:PutObject",
                                "Effect": "Allow",
                                "Principal": {"Service": "logging.s3.amazonaws.com"},
                                "Condition": {
                                    "ArnLike": {"aws:SourceArn": {"Fn::GetAtt": [source, "Arn"]}},
                                    "StringEquals": {"aws:SourceAccount": "111122223333"},
                                },
                                "Resource": Match.object_like(
                                    {"Fn::Join": ["", Match.array_with(["/raw/*"])]}
                                ),
                            }
                        ]
                    )
                }
            )
        },
    )


def test_every_bucket_refuses_plain_http(storage: Storage) -> None:
    """There are as many policies with the denial as there are buckets."""
    template = storage(buckets={"raw": {}, "results": {}})
    buckets = len(template.find_resources("AWS::S3::Bucket"))
    template.resource_properties_count_is(
        "AWS::S3::BucketPolicy",
        {
            "PolicyDocument": Match.object_like(
                {
                    "Statement": Match.array_with(
                        [
                            Match.object_like(
                                {
                                    "Effect": "Deny",
                                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                                }
                            )
                        ]
                    )
                }
            )
        },
        buckets,
    )


@pytest.mark.parametrize(
    ("setting", "policy", "emptied"),
    [("retain", "RetainExceptOnCreate", 0), ("destroy", "Delete", 3)],
)
def test_buckets_stay_or_go_with_all_they_hold(
    storage: Storage, setting: str, policy: str, emptied: int
) -> None:
    """`retain` keeps each bucket; `destroy` empties it first, as a full one cannot be deleted."""
    template = storage(buckets={"raw": {}}, removal_policy=setting)
    template.all_resources(
        "AWS::S3::Bucket",
        {"DeletionPolicy": policy, "UpdateReplacePolicy": policy.removesuffix("ExceptOnCreate")},
    )
    template.resource_count_is("Custom::S3AutoDeleteObjects", emptied)


def test_buckets_that_stay_keep_their_policies(storage: Storage) -> None:
    """A bucket without its stack still refuses plain HTTP, and logs can still be delivered."""
    template = storage(removal_policy="retain")
    policies = template.find_resources("AWS::S3::BucketPolicy").values()
    assert {policy["DeletionPolicy"] for policy in policies} == {"RetainExceptOnCreate"}
