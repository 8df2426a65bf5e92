"""The bucket that nodes set themselves up from."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import CfnResource, Stack, aws_kms as kms, aws_sns as sns
from aws_cdk.assertions import Match, Template

from cdk.slurm.bootstrap_bucket import BootstrapBucket
from tests.cdk.slurm.conftest import KEY_ARN

DEPLOYMENT = "Custom::CDKBucketDeployment"


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of scripts."""
    folder = tmp_path_factory.mktemp("nodes")
    (folder / "start.sh").write_text("#!/bin/bash\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def build(
    new_stack: Callable[[str], Stack], lab_key: Callable[[Stack], kms.IKey], scripts: Path
) -> Callable[[], Template]:
    """Return what builds the bucket, and something that depends on it."""

    def made() -> Template:
        stack = new_stack("demo-dev-slurm")
        topic = sns.Topic(stack, "Topic")
        bucket = BootstrapBucket(
            stack,
            "Bootstrap",
            key=lab_key(stack),
            scripts=scripts,
            files={
                "users.tsv": "ada\t30001\n",
                "settings.env": f"TOPIC_ARN='{topic.topic_arn}'\n",
            },
        )
        CfnResource(stack, "Cluster", type="Custom::PclusterCluster").node.add_dependency(bucket)
        return Template.from_stack(stack)

    return made


@pytest.fixture(scope="module")
def template(build: Callable[[], Template]) -> Template:
    """Return the template of a bucket."""
    return build()


def _deployments(template: Template) -> dict[str, dict[str, Any]]:
    found = template.find_resources(DEPLOYMENT).values()
    return {each["Properties"]["DestinationBucketKeyPrefix"]: each["Properties"] for each in found}


def test_bucket_is_private_versioned_and_encrypted_by_the_lab_s_key(template: Template) -> None:
    """As every other bucket of the lab."""
    template.has_resource_properties(
        "AWS::S3::Bucket",
        {
            "VersioningConfiguration": {"Status": "Enabled"},
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
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
            },
        },
    )


def test_plain_http_and_old_tls_are_denied(template: Template) -> None:
    """Scripts run as root on every node."""
    (policy,) = template.find_resources("AWS::S3::BucketPolicy").values()
    denied = [
        each["Condition"]
        for each in policy["Properties"]["PolicyDocument"]["Statement"]
        if each["Effect"] == "Deny"
    ]
    assert {"Bool": {"aws:SecureTransport": "false"}} in denied
    assert {"NumericLessThan": {"s3:TlsVersion": 1.2}} in denied


def test_scripts_and_files_of_the_lab_have_a_folder_each(template: Template) -> None:
    """And what is gone from the YAML is gone from its folder, a key of a person for example."""
    deployments = _deployments(template)
    assert set(deployments) == {"nodes", "lab"}
    assert {each["Prune"] for each in deployments.values()} == {True}


def test_tokens_are_filled_in_when_the_files_are_written(template: Template) -> None:
    """No template can hold what is known only then."""
    markers = _deployments(template)["lab"]["SourceMarkers"]
    filled = [value["Ref"] for each in markers for value in each.values()]
    assert filled == list(template.find_resources("AWS::SNS::Topic"))


def test_whatever_depends_on_the_bucket_finds_it_filled(template: Template) -> None:
    """A node that starts before has nothing to start with."""
    (cluster,) = template.find_resources("Custom::PclusterCluster").values()
    assert set(template.find_resources(DEPLOYMENT)) <= set(cluster["DependsOn"])


def test_bucket_goes_with_the_stack_and_is_emptied_only_then(template: Template) -> None:
    """All of it is made of the repository and of the YAML."""
    template.has_resource("AWS::S3::Bucket", {"DeletionPolicy": "Delete"})
    template.resource_count_is("Custom::S3AutoDeleteObjects", 1)
    for each in _deployments(template).values():
        assert each.get("RetainOnDelete", True) is True


def test_log_of_the_copying_is_kept_for_a_month(template: Template) -> None:
    """And not for ever."""
    template.has_resource_properties("AWS::Logs::LogGroup", {"RetentionInDays": 30})


def test_two_syntheses_give_the_same_template(build: Callable[[], Template]) -> None:
    """Hashes of files are those of their content."""
    first, second = (json.dumps(build().to_json(), sort_keys=True) for _ in range(2))
    assert first == second
