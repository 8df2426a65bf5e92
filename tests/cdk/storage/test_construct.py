"""Storage as a whole."""

from collections.abc import Callable

from aws_cdk.assertions import Template

Storage = Callable[..., Template]


def test_one_key_encrypts_everything(storage: Storage) -> None:
    """Buckets, file system and vault share a key, so one policy governs them."""
    storage(buckets={"raw": {}}, efs={}, backup={}).resource_count_is("AWS::KMS::Key", 1)


def test_a_lab_can_do_without_a_file_system(storage: Storage) -> None:
    """No file system: no mount target, no security group."""
    template = storage(efs=None)
    template.resource_count_is("AWS::EFS::FileSystem", 0)
    template.resource_count_is("AWS::EC2::SecurityGroup", 0)


def test_a_bucket_that_is_switched_off_changes_no_other(storage: Storage) -> None:
    """Logical ids of the remaining buckets stay."""
    both = set(storage(buckets={"raw": {}, "results": {}}).find_resources("AWS::S3::Bucket"))
    one = set(storage(buckets={"raw": {}}).find_resources("AWS::S3::Bucket"))
    assert {each for each in both if "Results" not in each} == one
