"""AWS::EFS::FileSystem needs no completion: every property arrives, changes and goes by itself."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate, error_code

Read = Callable[[Any, str], Any]


def _policy(action: str) -> dict[str, Any]:
    """Declare what everybody may do who reaches a mount target."""
    statement = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": action, "Resource": "*"}
    return {"FileSystemPolicy": {"Version": "2012-10-17", "Statement": [statement]}}


def _tags(value: str) -> dict[str, Any]:
    """Declare a tag."""
    return {"FileSystemTags": [{"Key": "project", "Value": value}]}


def _lifecycle(efs: Any, file_system: str) -> list[dict[str, str]]:  # noqa: ANN401
    """Return when files move."""
    found = efs.describe_lifecycle_configuration(FileSystemId=file_system)
    policies: list[dict[str, str]] = found["LifecyclePolicies"]
    return policies


def _policy_seen(efs: Any, file_system: str) -> str:  # noqa: ANN401
    """Return the action that the policy allows, or the error when there is none."""
    missing = error_code(efs.describe_file_system_policy, FileSystemId=file_system)
    if missing:
        return missing
    text = efs.describe_file_system_policy(FileSystemId=file_system)["Policy"]
    action: str = json.loads(text)["Statement"][0]["Action"]
    return action


def _backup(efs: Any, file_system: str) -> str:  # noqa: ANN401
    """Return whether automatic backups are on."""
    status: str = efs.describe_backup_policy(FileSystemId=file_system)["BackupPolicy"]["Status"]
    return status


def _file_system(efs: Any, file_system: str) -> dict[str, Any]:  # noqa: ANN401
    """Return the description of a file system."""
    found: dict[str, Any] = efs.describe_file_systems(FileSystemId=file_system)["FileSystems"][0]
    return found


def _own_tags(efs: Any, file_system: str) -> list[str]:  # noqa: ANN401
    """Return the values of tags that the template set."""
    return [
        tag["Value"] for tag in _file_system(efs, file_system)["Tags"] if tag["Key"] == "project"
    ]


CASES: dict[str, tuple[dict[str, Any], Any, dict[str, Any], Any, Any, Read]] = {
    "lifecycle": (
        {"LifecyclePolicies": [{"TransitionToIA": "AFTER_30_DAYS"}]},
        [{"TransitionToIA": "AFTER_30_DAYS"}],
        {"LifecyclePolicies": [{"TransitionToIA": "AFTER_60_DAYS"}]},
        [{"TransitionToIA": "AFTER_60_DAYS"}],
        [],
        _lifecycle,
    ),
    "policy": (
        _policy("elasticfilesystem:ClientMount"),
        "elasticfilesystem:ClientMount",
        _policy("elasticfilesystem:ClientWrite"),
        "elasticfilesystem:ClientWrite",
        "PolicyNotFound",
        _policy_seen,
    ),
    "backup": (
        {"BackupPolicy": {"Status": "ENABLED"}},
        "ENABLED",
        {"BackupPolicy": {"Status": "DISABLED"}},
        "DISABLED",
        "DISABLED",
        _backup,
    ),
    "tags": (_tags("one"), ["one"], _tags("two"), ["two"], [], _own_tags),
    "throughput": (
        {"ThroughputMode": "elastic"},
        "elastic",
        {"ThroughputMode": "bursting"},
        "bursting",
        "bursting",
        lambda efs, f: _file_system(efs, f)["ThroughputMode"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_property_arrives_changes_and_goes(
    aws: LocalAws, deploy_resources: DeployTemplate, case: str
) -> None:
    """A create applies the property, an update changes it, and its removal undoes it."""
    first, after_create, second, after_update, after_removal, read = CASES[case]
    seen = []
    for properties in (first, second, {}):
        resource = {"Type": "AWS::EFS::FileSystem", "Properties": properties}
        result = deploy_resources({"Files": resource}, {"Id": {"Ref": "Files"}})
        assert result.failures == ()
        seen.append(read(aws.client("efs"), result.outputs["Id"]))
    assert [after_create, after_update, after_removal] == seen
