"""Properties that nobody read: each one has a reason, and each reason has a property."""

from pathlib import Path
from typing import Any

import pytest

from localaws import unread
from localaws.errors import LocalAwsError
from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate, Sample

ROLE = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"},
        }
    ],
}
TOLD = {"InputPathsMap": {"job": "$.detail.jobId"}, "InputTemplate": '"<job>"'}
RESOURCES: dict[str, Any] = {
    "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "Private"}},
    "Template": {
        "Type": "AWS::EC2::LaunchTemplate",
        "Properties": {"LaunchTemplateData": {"MetadataOptions": {"HttpTokens": "required"}}},
    },
    "Machines": {
        "Type": "AWS::Batch::ComputeEnvironment",
        "Properties": {"Type": "UNMANAGED", "UpdatePolicy": {"TerminateJobsOnUpdate": False}},
    },
    "Definition": {
        "Type": "AWS::Batch::JobDefinition",
        "Properties": {
            "Type": "container",
            "ResourceRetentionPolicy": {"SkipDeregisterOnUpdate": True},
            "ContainerProperties": {
                "Image": "busybox",
                "ResourceRequirements": [
                    {"Type": "VCPU", "Value": "1"},
                    {"Type": "MEMORY", "Value": "64"},
                ],
            },
        },
    },
    "Topic": {"Type": "AWS::SNS::Topic"},
    "Rule": {
        "Type": "AWS::Events::Rule",
        "Properties": {
            "EventPattern": {"source": ["aws.batch"]},
            "Targets": [{"Id": "one", "Arn": {"Ref": "Topic"}, "InputTransformer": TOLD}],
        },
    },
    "Logs": {"Type": "AWS::Logs::LogGroup"},
    "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": ROLE}},
    "Function": {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Code": {"ZipFile": "def handler(event, context): return None"},
            "Handler": "index.handler",
            "Runtime": "python3.14",
            "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "LoggingConfig": {"LogGroup": {"Ref": "Logs"}},
        },
    },
}
"""What the sample stacks lack of the types that the list names."""


def test_every_unread_property_of_the_sample_has_a_reason(aws: LocalAws, sample: Sample) -> None:
    """A lab's templates have no property that is dropped in silence."""
    assert all(result.succeeded for result in sample.results)
    assert unread.unexplained(unread.report(aws.folder), unread.reasons()) == {}


def test_every_reason_still_applies(
    aws: LocalAws,
    sample: Sample,
    deploy_resources: DeployTemplate,
) -> None:
    """A property that somebody reads by now needs no reason any more."""
    assert all(result.succeeded for result in sample.results)
    assert deploy_resources(RESOURCES).succeeded
    assert unread.obsolete(unread.report(aws.folder), unread.reasons()) == {}


def test_unlisted_property_is_unexplained() -> None:
    """What stands in no list is returned, what matches a pattern is not."""
    found = {"A::B::C": ["Size", "Tags.one"], "A::B::D": ["Name"]}
    accepted = {"A::B::C": {"Tags.*": "kept by reference"}}
    expected = {"A::B::C": ["Size"], "A::B::D": ["Name"]}
    assert expected == unread.unexplained(found, accepted)


def test_listed_property_that_is_read_is_obsolete() -> None:
    """A reason without a property is returned."""
    accepted = {"A::B::C": {"Size": "why", "Tags.*": "why"}}
    assert unread.obsolete({"A::B::C": ["Tags.one"]}, accepted) == {"A::B::C": ["Size"]}


def test_report_of_an_instance_that_never_ran_is_refused(tmp_path: Path) -> None:
    """A wrong folder is not the same as nothing to report."""
    with pytest.raises(LocalAwsError, match="no embedded AWS has run here"):
        unread.report(tmp_path)
