"""The shared file system."""

from collections.abc import Callable

import pytest
from aws_cdk.assertions import Match, Template

Storage = Callable[..., Template]


@pytest.fixture(scope="module")
def shared(storage: Storage) -> Template:
    """Return storage with a file system as the settings' defaults have it."""
    return storage(efs={})


def test_files_are_encrypted_by_the_labs_key(shared: Template) -> None:
    """The file system uses the same key as the buckets."""
    (key,) = shared.find_resources("AWS::KMS::Key")
    shared.has_resource_properties(
        "AWS::EFS::FileSystem", {"Encrypted": True, "KmsKeyId": {"Fn::GetAtt": [key, "Arn"]}}
    )


def test_files_move_to_cheaper_tiers_and_back_on_first_read(shared: Template) -> None:
    """Infrequent access after 30 days, archive after 90, standard on first access."""
    shared.has_resource_properties(
        "AWS::EFS::FileSystem",
        {
            "ThroughputMode": "elastic",
            "LifecyclePolicies": Match.array_equals(
                [
                    {"TransitionToIA": "AFTER_30_DAYS"},
                    {"TransitionToPrimaryStorageClass": "AFTER_1_ACCESS"},
                    {"TransitionToArchive": "AFTER_90_DAYS"},
                ]
            ),
        },
    )


@pytest.mark.parametrize(("days", "expected"), [(1, "AFTER_1_DAY"), (365, "AFTER_365_DAYS")])
def test_every_age_has_a_name_in_efs(storage: Storage, days: int, expected: str) -> None:
    """The number of the YAML becomes the word that EFS knows, singular and plural."""
    template = storage(efs={"transition_to_ia_days": days, "transition_to_archive_days": None})
    template.has_resource_properties(
        "AWS::EFS::FileSystem",
        {"LifecyclePolicies": Match.array_with([{"TransitionToIA": expected}])},
    )


def test_without_tiers_files_stay_where_they_are(storage: Storage) -> None:
    """Both ages off: no policy at all, and bursting throughput is possible."""
    template = storage(
        efs={
            "throughput_mode": "bursting",
            "transition_to_ia_days": None,
            "transition_to_archive_days": None,
        }
    )
    template.has_resource_properties(
        "AWS::EFS::FileSystem",
        {"ThroughputMode": "bursting", "LifecyclePolicies": Match.absent()},
    )


def test_mounting_needs_tls_and_iam(shared: Template) -> None:
    """The policy denies plain NFS and allows nobody by itself, so anonymous clients stay out."""
    shared.has_resource_properties(
        "AWS::EFS::FileSystem",
        {
            "FileSystemPolicy": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "DenyWithoutTls",
                        "Effect": "Deny",
                        "Principal": {"AWS": "*"},
                        "Action": "*",
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    }
                ],
            }
        },
    )


def test_each_private_subnet_has_a_mount_target(shared: Template) -> None:
    """A client mounts in its own zone."""
    targets = shared.find_resources("AWS::EFS::MountTarget").values()
    assert sorted(each["Properties"]["SubnetId"] for each in targets) == [
        "subnet-0a1b2c3d4e5f67890",
        "subnet-0a1b2c3d4e5f67891",
    ]


def test_clients_reach_the_mount_targets_by_nfs_and_nobody_else_does(shared: Template) -> None:
    """The one rule in comes from the client group."""
    rules = [
        each["Properties"]
        for each in shared.find_resources("AWS::EC2::SecurityGroupIngress").values()
    ]
    inline = [
        each["Properties"].get("SecurityGroupIngress")
        for each in shared.find_resources("AWS::EC2::SecurityGroup").values()
    ]
    assert inline == [None, None]
    assert [(each["FromPort"], each["ToPort"], each["IpProtocol"]) for each in rules] == [
        (2049, 2049, "tcp")
    ]
    assert "ClientSecurityGroup" in str(rules[0]["SourceSecurityGroupId"])
    assert "MountTargetSecurityGroup" in str(rules[0]["GroupId"])


def test_members_of_the_client_group_may_send_nfs(shared: Template) -> None:
    """The rule out stands beside the rule in, so a consumer adds none."""
    shared.has_resource_properties(
        "AWS::EC2::SecurityGroupEgress", {"FromPort": 2049, "ToPort": 2049, "IpProtocol": "tcp"}
    )


def test_automatic_backups_of_efs_are_off(shared: Template) -> None:
    """Backups are the lab's own; two plans would be paid twice."""
    shared.has_resource_properties("AWS::EFS::FileSystem", {"BackupPolicy": Match.absent()})


@pytest.mark.parametrize(
    ("setting", "policy"), [("retain", "RetainExceptOnCreate"), ("destroy", "Delete")]
)
def test_the_file_system_stays_or_goes(storage: Storage, setting: str, policy: str) -> None:
    """`removal_policy` decides."""
    storage(efs={}, removal_policy=setting).has_resource(
        "AWS::EFS::FileSystem",
        {"DeletionPolicy": policy, "UpdateReplacePolicy": policy.removesuffix("ExceptOnCreate")},
    )
