"""What every cluster of a lab keeps to."""

from pathlib import Path
from typing import Any

import pytest

from cdk.slurm.cluster_file import START, cluster_file
from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.cluster_rules import RULES, Broken, Cluster, got, shipped_scripts
from cdk.slurm.config import SlurmConfig

IDS = ClusterIds.example()
EVERYTHING = {
    "queues": {"cpu": {}, "highmem": {}, "gpu": {}},
    "scratch": {},
    "accounting": {},
    "ssh_cidr": "10.8.0.0/16",
}
OWN: dict[str, Any] = {
    "Name": "own",
    "CapacityType": "SPOT",
    "ComputeResources": [{"Name": "a", "Instances": [{"InstanceType": "m7i.large"}] * 2}],
}


def broken(values: dict[str, Any]) -> list[Broken]:
    """Return the rules that an admin's values break."""
    config = SlurmConfig.model_validate({**EVERYTHING, "values": values})
    cluster = Cluster(cluster_file(config, IDS), IDS, [START])
    return [each for rule in RULES for each in rule(cluster)]


def storage(*items: dict[str, Any]) -> dict[str, Any]:
    """Return values about file systems."""
    return {"SharedStorage": [*items]}


def queue(name: str = "cpu", **settings: object) -> dict[str, Any]:
    """Return values about one queue."""
    return {"Scheduling": {"SlurmQueues": [{"Name": name, **settings}]}}


def pool(**settings: object) -> dict[str, Any]:
    """Return values about the login pool."""
    return {"LoginNodes": {"Pools": [{"Name": "login", **settings}]}}


def test_settings_alone_break_nothing() -> None:
    """Whatever is switched on."""
    assert broken({}) == []


CASES: list[tuple[dict[str, Any], str]] = [
    ({"HeadNode": {"Ssh": {"AllowedIps": "0.0.0.0/0"}}}, "open-ssh HeadNode.Ssh.AllowedIps"),
    ({"HeadNode": {"Ssh": None}}, "open-ssh HeadNode.Ssh.AllowedIps"),
    (pool(Ssh={"AllowedIps": "0.0.0.0/1"}), "open-ssh LoginNodes.Pools.login.Ssh.AllowedIps"),
    (pool(Dcv={"Enabled": True}), "open-ssh LoginNodes.Pools.login.Dcv.AllowedIps"),
    (storage({"Name": "shared", "MountDir": "/efs"}), "homes SharedStorage.shared.MountDir"),
    (
        storage({"Name": "shared", "EfsSettings": {"FileSystemId": "fs-0a1b2c3d4e5f67899"}}),
        "homes SharedStorage.shared",
    ),
    (
        storage({"Name": "own", "MountDir": "home/", "StorageType": "Ebs"}),
        "homes SharedStorage.own.MountDir",
    ),
    (
        storage({"Name": "own", "MountDir": "/shared/own", "StorageType": "Ebs"}),
        "homes SharedStorage.own.MountDir",
    ),
    (
        storage({"Name": "shared", "EfsSettings": {"IamAuthorization": False}}),
        "efs-in-transit SharedStorage.shared.EfsSettings.IamAuthorization",
    ),
    (
        storage({"Name": "own", "MountDir": "/data", "StorageType": "Efs"}),
        "efs-in-transit SharedStorage.own.EfsSettings.Encrypted",
    ),
    (
        {"Scheduling": {"SlurmSettings": {"QueueUpdateStrategy": "TERMINATE"}}},
        "drain Scheduling.SlurmSettings.QueueUpdateStrategy",
    ),
    ({"Monitoring": {"Alarms": {"Enabled": False}}}, "alarms Monitoring.Alarms.Enabled"),
    ({"Monitoring": {"Logs": None}}, "alarms Monitoring.Logs.CloudWatch.Enabled"),
    (
        queue("cpu-ondemand", ComputeResources=[{"Name": "c8", "SpotPrice": 1}]),
        "spot-price Scheduling.SlurmQueues.cpu-ondemand.ComputeResources.c8.SpotPrice",
    ),
    (
        queue(ComputeResources=[{"Name": "c8", "Instances": [{"InstanceType": "m7i.large"}]}]),
        "several-types Scheduling.SlurmQueues.cpu.ComputeResources.c8.Instances",
    ),
    (queue(**OWN), "way-out-of-spot Scheduling.SlurmQueues.own"),
    (
        queue("cpu-ondemand", CapacityType="SPOT"),
        "way-out-of-spot Scheduling.SlurmQueues.cpu-ondemand.CapacityType",
    ),
    (pool(Count=2), "one-login-node LoginNodes.Pools.login.Count"),
    (pool(Count=0), "one-login-node LoginNodes.Pools.login.Count"),
    (
        {
            "LoginNodes": {
                "Pools": [{"Name": "two", "Count": 1, "Ssh": {"AllowedIps": "10.0.0.0/8"}}]
            }
        },
        "one-login-node LoginNodes.Pools.two",
    ),
    (
        {"Scheduling": {"SlurmSettings": {"CustomSlurmSettings": [{"MaxJobCount": 9}]}}},
        "fair-share Scheduling.SlurmSettings.CustomSlurmSettings",
    ),
    ({"LoginNodes": None}, "one-login-node LoginNodes.Pools"),
    ({"LoginNodes": {"Pools": None}}, "one-login-node LoginNodes.Pools"),
    ({"HeadNode": None}, "platform HeadNode"),
    ({"Scheduling": {"Scheduler": "awsbatch"}}, "platform Scheduling.Scheduler"),
    ({"Image": {"Os": "rhel9"}}, "platform Image.Os"),
    ({"Region": "us-west-2"}, "platform Region"),
    ({"Imds": {"ImdsSupport": "v1.0"}}, "platform Imds.ImdsSupport"),
]


@pytest.mark.parametrize(("values", "expected"), CASES, ids=[expected for _, expected in CASES])
def test_what_parallelcluster_lets_pass_is_found(values: dict[str, Any], expected: str) -> None:
    """Each with its id and its place, and nothing else."""
    assert [f"{each.rule} {'.'.join(each.path)}" for each in broken(values)] == [expected]


def test_every_rule_is_broken_by_a_case() -> None:
    """A rule that nothing breaks finds nothing."""
    tested = {expected.split()[0].replace("-", "_") for _, expected in CASES} | {"limits"}
    assert {rule.__name__ for rule in RULES} == tested


@pytest.mark.parametrize(
    "values",
    [
        queue("cpu", ComputeResources=[{"Name": "c8", "SpotPrice": 1}]),
        storage({"Name": "own", "MountDir": "/data", "StorageType": "Ebs"}),
        storage({"Name": "own", "MountDir": "/sharedata", "StorageType": "Ebs"}),
        {"HeadNode": {"Ssh": {"AllowedIps": "pl-0a1b2c3d4e5f67890"}}},
        pool(Dcv={"Enabled": True, "AllowedIps": "10.0.0.0/8"}),
    ],
    ids=["price of spot", "another disk", "a similar folder", "list of prefixes", "desktops"],
)
def test_what_is_right_is_silent(values: dict[str, Any]) -> None:
    """A rule that is too strict is switched off by everybody."""
    assert broken(values) == []


def test_more_queues_than_parallelcluster_takes_are_told() -> None:
    """Those of values count as well."""
    own = [{"Name": f"q{n}", "CapacityType": "ONDEMAND"} for n in range(45)]
    (found,) = broken({"Scheduling": {"SlurmQueues": own}})
    assert found.message == "are more queues than a cluster can have (got 51, at most 50)"


def test_what_only_surprises_is_a_warning() -> None:
    """No login node is right for an hour, one type of machine for a while."""
    warnings = {each.rule for values, _ in CASES for each in broken(values) if each.warning}
    assert warnings == {"one-login-node", "several-types"}


def test_values_are_told_as_yaml_has_them() -> None:
    """Not as Python does."""
    assert [got(None), got([5]), got("x")] == ["(got null)", "(got [5])", "(got x)"]


def test_scripts_have_the_keys_of_the_bucket(tmp_path: Path) -> None:
    """The folder `nodes`, byte for byte."""
    script = tmp_path / "nodes" / "lib" / "a.sh"
    script.parent.mkdir(parents=True)
    script.touch()
    assert shipped_scripts(tmp_path / "nodes") == {"nodes/lib/a.sh"}
    assert START in shipped_scripts()
