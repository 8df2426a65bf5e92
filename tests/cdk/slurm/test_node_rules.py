"""What every node of a lab's cluster keeps to."""

from typing import Any

import pytest

from cdk.slurm.cluster_file import START, cluster_file
from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.cluster_rules import RULES, Broken, Cluster
from cdk.slurm.config import SlurmConfig
from cdk.slurm.node_rules import NODE_RULES, cluster_problems

IDS = ClusterIds.example()
OURS = f"s3://{IDS.bootstrap_bucket_name}"
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


def broken(values: dict[str, Any]) -> list[Broken]:
    """Return the rules that an admin's values break."""
    config = SlurmConfig.model_validate({"values": values})
    return cluster_problems(Cluster(cluster_file(config, IDS), IDS, [START]))


def queue(**settings: object) -> dict[str, Any]:
    """Return values about a queue."""
    return {"Scheduling": {"SlurmQueues": [{"Name": "cpu", **settings}]}}


def login(**settings: object) -> dict[str, Any]:
    """Return values about the login pool."""
    return {"LoginNodes": {"Pools": [{"Name": "login", **settings}]}}


def disk(**settings: object) -> dict[str, Any]:
    """Return values about a disk."""
    return {"LocalStorage": {"RootVolume": settings}}


def test_settings_alone_break_nothing() -> None:
    """All rules are asked."""
    assert broken({}) == []


CPU = "Scheduling.SlurmQueues.cpu"
POOL = "LoginNodes.Pools.login"
CASES: list[tuple[dict[str, Any], str]] = [
    (
        {"HeadNode": disk(Encrypted=False)},
        "disks HeadNode.LocalStorage.RootVolume.Encrypted",
    ),
    ({"HeadNode": disk(Size=40)}, "disks HeadNode.LocalStorage.RootVolume.Size"),
    (
        queue(ComputeSettings=disk(Size=None)),
        f"disks {CPU}.ComputeSettings.LocalStorage.RootVolume.Size",
    ),
    (
        {
            "SharedStorage": [
                {
                    "Name": "own",
                    "MountDir": "/data",
                    "StorageType": "Ebs",
                    "EbsSettings": {"Encrypted": False},
                }
            ]
        },
        "disks SharedStorage.own.EbsSettings.Encrypted",
    ),
    ({"HeadNode": {"SharedStorageType": "Efs"}}, "head-node-files HeadNode.SharedStorageType"),
    ({"HeadNode": {"Imds": {"Secured": False}}}, "metadata-of-head-node HeadNode.Imds.Secured"),
    (
        queue(Networking={"AdditionalSecurityGroups": ["sg-0a1b2c3d4e5f67899"]}),
        f"groups {CPU}.Networking.AdditionalSecurityGroups",
    ),
    (
        {"HeadNode": {"Networking": {"AdditionalSecurityGroups": None}}},
        "groups HeadNode.Networking.AdditionalSecurityGroups",
    ),
    (login(Iam={"AdditionalIamPolicies": None}), f"rights {POOL}.Iam.AdditionalIamPolicies"),
    (queue(Iam={"S3Access": [{"BucketName": "*"}]}), f"rights {CPU}.Iam.S3Access"),
    (
        queue(CustomActions={"OnNodeStart": {"Script": f"{OURS}/nodes/x.sh"}}),
        f"scripts {CPU}.CustomActions.OnNodeStart",
    ),
    (
        queue(CustomActions={"OnNodeStart": {"Script": "http://example.org/x.sh"}}),
        f"scripts {CPU}.CustomActions.OnNodeStart",
    ),
    (
        login(CustomActions={"OnNodeUpdated": None}),
        f"scripts {POOL}.CustomActions.OnNodeUpdated",
    ),
    (
        queue(CustomActions={"OnNodeConfigured": {"Script": "s3://own/x.sh"}}),
        f"scripts {CPU}.CustomActions.OnNodeConfigured",
    ),
    (
        login(CustomActions={"OnNodeConfigured": {"Args": ["login", IDS.bootstrap_digest]}}),
        f"no-version-in-scripts {POOL}.CustomActions.OnNodeConfigured",
    ),
]


@pytest.mark.parametrize(("values", "expected"), CASES, ids=[expected for _, expected in CASES])
def test_what_parallelcluster_lets_pass_is_found(values: dict[str, Any], expected: str) -> None:
    """Each with its id and its place, and nothing else."""
    assert [f"{each.rule} {'.'.join(each.path)}" for each in broken(values)] == [expected]


def test_every_rule_is_broken_by_a_case() -> None:
    """A rule that nothing breaks finds nothing."""
    tested = {expected.split()[0].replace("-", "_") for _, expected in CASES}
    assert {rule.__name__ for rule in NODE_RULES} == tested
    assert not {rule.__name__ for rule in RULES} & tested


def test_an_administrator_is_refused_also_beside_our_policies() -> None:
    """Everybody on the node would be one."""
    ours = [{"Policy": arn} for arn in IDS.compute_policy_arns]
    (found,) = broken(queue(Iam={"AdditionalIamPolicies": [*ours, {"Policy": ADMIN}]}))
    assert found.message.startswith("lets everybody on these nodes do anything in the account")


@pytest.mark.parametrize(
    "values",
    [
        queue(
            CustomActions={
                "OnNodeConfigured": {
                    "Script": None,
                    "Args": None,
                    "Sequence": [{"Script": f"{OURS}/{START}"}, {"Script": "s3://own/x.sh"}],
                }
            }
        ),
        queue(CustomActions={"OnNodeStart": {"Script": "https://example.org/x.sh"}}),
        {
            "HeadNode": {
                "SharedStorageType": "Efs",
                "SharedStorageEfsSettings": {"Encrypted": True},
            }
        },
        queue(Iam={"S3Access": [{"BucketName": "own"}]}),
    ],
    ids=["scripts in a row", "another script before", "encrypted EFS", "a bucket"],
)
def test_what_is_right_is_silent(values: dict[str, Any]) -> None:
    """A rule that is too strict is switched off by everybody."""
    assert broken(values) == []
