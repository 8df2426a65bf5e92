"""Deploying assemblies: create, repeat, change, fail, protect, destroy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from localaws.deployment import delete_stack, deploy, deploy_template, destroy
from localaws.instance import LocalAws
from tests.localaws.conftest import ACCOUNT, REGION, DeployTemplate, Sample
from tests.localaws.sample_stacks import synthesise

BUCKET = {"Type": "AWS::S3::Bucket"}
BAD_RULE = {"Status": "Enabled", "ExpirationInDays": 1, "Unheard": 1}
BROKEN = {
    "Type": "AWS::S3::Bucket",
    "Properties": {"LifecycleConfiguration": {"Rules": [BAD_RULE]}},
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """Run another instance, whose stacks may be changed and destroyed."""
    instance = LocalAws(tmp_path_factory.mktemp("own"), ACCOUNT, REGION)
    instance.up()
    yield instance
    instance.reset()


def test_every_stack_is_created(sample: Sample) -> None:
    """The whole assembly is deployed, and nothing failed on the way."""
    states = [(result.status, result.failures) for result in sample.results]
    assert states == [("CREATE_COMPLETE", ())] * 3


def test_custom_resource_ran(aws: LocalAws, sample: Sample) -> None:
    """The Lambda function that empties the default security group did it."""
    vpc = next(v for k, v in sample.outputs.items() if k.startswith("ExportsOutputRefVpc8"))
    groups = aws.client("ec2").describe_security_groups(
        Filters=[{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
    )["SecurityGroups"]
    assert [(g["IpPermissions"], g["IpPermissionsEgress"]) for g in groups] == [([], [])]


def test_parameter_is_read_from_ssm(aws: LocalAws, sample: Sample) -> None:
    """A stack reads a fact that another one published."""
    found = aws.client("efs").describe_file_systems(FileSystemId=sample.outputs["FileSystemId"])
    assert [sample.outputs["FileSystemId"]] == [f["FileSystemId"] for f in found["FileSystems"]]


def test_protected_stack_is_not_deleted(aws: LocalAws, sample: Sample) -> None:
    """Termination protection holds, and the refusal is reported."""
    assert sample.results[0].succeeded
    result = delete_stack(aws, "Sample-Network")
    assert result.status == "CREATE_COMPLETE"
    assert "TerminationProtection" in " ".join(result.failures)


def test_availability_zones_are_those_of_the_region(deploy_resources: DeployTemplate) -> None:
    """`Fn::GetAZs` gives names of the stack's region."""
    resources = {"Any": {"Type": "AWS::EC2::InternetGateway"}}
    outputs = {"Zones": {"Fn::Join": [",", {"Fn::GetAZs": ""}]}}
    zones = deploy_resources(resources, outputs).outputs["Zones"].split(",")
    assert [f"{REGION}a", f"{REGION}b", f"{REGION}c"] == zones[:3]


def test_failed_create_names_the_cause_and_can_be_repeated(
    deploy_resources: DeployTemplate,
) -> None:
    """What is left of a failed create does not stand in the way of the next one."""
    failed = deploy_resources({"Bucket": BROKEN})
    assert failed.status == "ROLLBACK_COMPLETE"
    assert any("Unheard not supported" in failure for failure in failed.failures)
    assert deploy_resources({"Bucket": BUCKET}).status == "CREATE_COMPLETE"


def test_failed_update_returns_to_what_was_there(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """The bucket of the last good template stays, the new one goes again."""
    outputs = {"Name": {"Ref": "Good"}}
    before = deploy_resources({"Good": BUCKET}, outputs)
    failed = deploy_resources({"Good": BUCKET, "Other": BUCKET, "Bad": BROKEN}, outputs)
    assert failed.status == "UPDATE_ROLLBACK_COMPLETE"
    buckets = [bucket["Name"] for bucket in aws.client("s3").list_buckets()["Buckets"]]
    mine = [name for name in buckets if name.startswith(f"{before.name.lower()}-")]
    assert [before.outputs["Name"]] == mine


def test_retained_resource_outlives_its_stack(aws: LocalAws) -> None:
    """A stack with a bucket that is to be kept goes, and the bucket stays."""
    bucket = {**BUCKET, "DeletionPolicy": "Retain", "Properties": {"BucketName": "kept-bucket"}}
    deploy_template(aws, "Keeping", {"Resources": {"Bucket": bucket}})
    assert delete_stack(aws, "Keeping").succeeded
    s3 = aws.client("s3")
    assert "kept-bucket" in [found["Name"] for found in s3.list_buckets()["Buckets"]]
    s3.delete_bucket(Bucket="kept-bucket")


def test_repeated_deploy_changes_nothing(own: LocalAws, sample: Sample) -> None:
    """The same assembly once more is no update."""
    assert deploy(own, sample.assembly) == deploy(own, sample.assembly)


def test_changed_setting_reaches_the_service(own: LocalAws, tmp_path: Path, sample: Sample) -> None:
    """One stack is updated, and S3 knows the new number of days."""
    deploy(own, sample.assembly)
    changed = synthesise(tmp_path / "out", account=ACCOUNT, region=REGION, expire_days=90)
    results = {result.name: result for result in deploy(own, changed)}
    assert results["Sample-Storage"].status == "UPDATE_COMPLETE"
    bucket = results["Sample-Storage"].outputs["DataBucket"]
    rules = own.client("s3").get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert [rule["Expiration"]["Days"] for rule in rules if "Expiration" in rule] == [90]


def test_destroy_leaves_what_is_protected_and_what_is_retained(
    own: LocalAws, sample: Sample
) -> None:
    """The last stack goes first; of storage the data stays, of the protected network all."""
    deploy(own, sample.assembly)
    results = [(result.name, result.succeeded) for result in destroy(own, sample.assembly)]
    expected = [("Sample-Project", True), ("Sample-Storage", True), ("Sample-Network", False)]
    assert expected == results
    buckets = [bucket["Name"] for bucket in own.client("s3").list_buckets()["Buckets"]]
    kept = [name for name in buckets if name.startswith("sample-storage-")]
    assert ["-data" in name for name in kept] == [True]
