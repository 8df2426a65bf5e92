"""What may not change, or not while it runs; test_deploy.py changes a fixed setting for real."""

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from botocore.exceptions import ClientError

from cdk.errors import LabError
from cdk.slurm.cluster_file import cluster_file
from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.config import SlurmConfig
from console.assembly import Assembly, StackArtifact
from console.gate import CLUSTER, refuse_changes
from tests.cdk.config.written_lab import written_lab

if TYPE_CHECKING:
    from console.target import AwsTarget

FIRST = "name: demo\nowner: ada@example.org\nregion: us-east-1\nstorage: {efs: {}}\n"
FORBIDDEN = "AccessDeniedException"
STACK = "demo-dev-slurm"
FIXED = {"slurm.head_node.instance_type": "m7i.large"}


class Account:
    """A stand-in for an account with the stack of a cluster; boto3's clients are all in one."""

    def __init__(self, template: dict[str, Any], status: str, fleet: str) -> None:
        self.template, self.status, self.fleet = template, status, fleet

    def client(self, service: str) -> "Account":
        """Return a client."""
        assert service in {"cloudformation", "dynamodb"}
        return self

    def describe_stacks(self, **asked: str) -> dict[str, Any]:
        """Answer as CloudFormation does."""
        if asked["StackName"] != STACK:
            raise ClientError({"Error": {"Message": "does not exist"}}, "DescribeStacks")
        return {"Stacks": [{"StackName": STACK, "StackStatus": self.status, "CreationTime": None}]}

    def get_template(self, **_: str) -> dict[str, Any]:
        """Answer as CloudFormation does."""
        return {"TemplateBody": json.dumps(self.template)}

    def get_item(self, **_: object) -> dict[str, Any]:
        """Answer as DynamoDB does."""
        if self.fleet == FORBIDDEN:
            raise ClientError({"Error": {"Code": FORBIDDEN}}, "GetItem")
        return {"Item": {"Data": {"M": {"status": {"S": self.fleet}}}}}


def template(slurm: SlurmConfig, fixed: dict[str, str] | None = None) -> dict[str, Any]:
    """Return the template of a cluster, some of whose values CloudFormation fills in."""
    configuration = cluster_file(slurm, ClusterIds.example())
    configuration["SharedStorage"][0]["EfsSettings"]["FileSystemId"] = {"Ref": "FileSystem"}
    resource = {"Type": CLUSTER, "Properties": {"ClusterConfiguration": configuration}}
    return {
        "Metadata": {"VirtualLab": {"FixedSettings": fixed or {}}},
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}, "Cluster": resource},
    }


def told(
    folder: Path,
    slurm: str,
    *,
    status: str = "UPDATE_COMPLETE",
    fleet: str = "RUNNING",
    deployed: dict[str, Any] | None = None,
) -> list[str]:
    """Return what is refused of a change of a cluster with the defaults."""
    loaded = written_lab(folder, slurm, first=FIRST)
    wanted = template(loaded.config.slurm or SlurmConfig())
    account = Account(deployed or template(SlurmConfig()), status, fleet)
    stacks = [StackArtifact(name, wanted, "") for name in ("demo-dev-storage", STACK)]
    try:
        refuse_changes(cast("AwsTarget", account), Assembly(folder, tuple(stacks)), loaded)
    except LabError as error:
        return [f"{each.line} {each.path}" for each in error.findings]
    return []


def test_nothing_changed_is_nothing_refused(tmp_path: Path) -> None:
    """What CloudFormation fills in is compared as it is written."""
    assert told(tmp_path, "slurm: {}\n") == []


def test_what_parallelcluster_refuses_is_refused_before_anything_begins(tmp_path: Path) -> None:
    """Half an hour later it would be rolled back."""
    assert told(tmp_path, "slurm: {idle_minutes: 5}\n") == ["5 slurm.idle_minutes"]


def test_stopped_nodes_let_pass_what_needs_them_stopped(tmp_path: Path) -> None:
    """An admin who did what the message says may deploy."""
    assert told(tmp_path, "slurm: {idle_minutes: 5}\n", fleet="STOPPED") == []
    slurm = "slurm: {idle_minutes: 5, login_node: {instance_type: m7i.xlarge}}\n"
    assert told(tmp_path, slurm, fleet="STOPPED") == ["5 slurm.login_node.instance_type"]


def test_who_may_not_look_is_told_beside_what_is_refused(tmp_path: Path) -> None:
    """Nothing is hidden by a right that is missing."""
    assert told(tmp_path, "slurm: {idle_minutes: 5}\n", fleet=FORBIDDEN) == [
        "0 slurm",
        "5 slurm.idle_minutes",
    ]


def test_a_fixed_setting_is_told_once(tmp_path: Path) -> None:
    """The lab's own record and ParallelCluster's rules say the same."""
    deployed = template(SlurmConfig(), FIXED)
    slurm = "slurm: {head_node: {instance_type: m7i.xlarge}}\n"
    assert told(tmp_path, slurm, deployed=deployed) == ["5 slurm.head_node.instance_type"]


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "DELETE_COMPLETE"])
def test_a_cluster_that_never_was_may_become_any(tmp_path: Path, status: str) -> None:
    """A creation that failed holds nothing."""
    assert told(tmp_path, "slurm: {idle_minutes: 5}\n", status=status) == []


def test_a_stack_without_a_cluster_has_nothing_to_compare(tmp_path: Path) -> None:
    """All the others of a lab."""
    deployed = copy.deepcopy(template(SlurmConfig()))
    del deployed["Resources"]["Cluster"]
    assert told(tmp_path, "slurm: {idle_minutes: 5}\n", deployed=deployed) == []
