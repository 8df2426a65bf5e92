"""What ParallelCluster's schema would refuse of values; invalid/ has what admins are told."""

from pathlib import Path
from typing import Any

import pytest

from cdk.config.slurm_values import _misfit, unknown_values, wrong_names
from cdk.slurm.cluster_file import cluster_file
from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.config import SlurmConfig
from tests.cdk.config.test_slurm_findings import lab

MACHINES = {"Name": "own", "InstanceType": "m7i.large"}


def queue(name: str, **settings: object) -> dict[str, Any]:
    """Return values about one queue."""
    return {"Scheduling": {"SlurmQueues": [{"Name": name, **settings}]}}


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("Integer", [1, "1", "-1"], ["x", 1.5, True, [], {}]),
        ("Float", [1, 0.5, "0.5"], ["x", False, []]),
        ("Boolean", [True, "false"], ["yes", 1, "", []]),
        ("String", ["", "x", 5], [True, [], {}]),
        ("List of String", [[], ["a", 1]], ["a", {}, [[]]]),
        ("List of Dict", [[{"a": 1}]], [["a"]]),
        ("Dict", [{}], [[], "a"]),
        ("Raw", [1, "a", True], []),
    ],
)
def test_a_value_has_the_type_of_its_key(
    kind: str, right: list[object], wrong: list[object]
) -> None:
    """CloudFormation makes text of every number on its way to ParallelCluster."""
    assert [value for value in right if _misfit(value, kind)] == []
    assert [value for value in wrong if not _misfit(value, kind)] == []


def test_what_takes_away_has_no_type(tmp_path: Path) -> None:
    """Null is for every key."""
    values = {"Monitoring": {"DetailedMonitoring": None}, "HeadNode": None}
    assert [*unknown_values(values, lab(tmp_path, "slurm: {}\n"))] == []


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        (queue("cpu"), []),
        (queue("cpu-ondemand", ComputeResources=[{"Name": "c8"}]), []),
        (queue("cpu", ComputeResources=[MACHINES]), []),
        (queue("own", ComputeResources=[MACHINES]), []),
        (queue("cpuu", CapacityType="ONDEMAND"), ["Scheduling.SlurmQueues.cpuu"]),
        (
            queue("cpu", ComputeResources=[{"Name": "c9"}]),
            ["Scheduling.SlurmQueues.cpu.ComputeResources.c9"],
        ),
        ({"LoginNodes": {"Pools": [{"Name": "logn"}]}}, ["LoginNodes.Pools.logn"]),
        ({"LoginNodes": None, "Scheduling": {"SlurmQueues": None}}, []),
    ],
)
def test_a_name_is_of_something_or_brings_it_all(
    tmp_path: Path, values: dict[str, Any], parts: list[str]
) -> None:
    """Otherwise a typo would be a queue without machines."""
    settings = cluster_file(SlurmConfig(), ClusterIds.example())
    found = wrong_names(values, settings, lab(tmp_path, "slurm: {}\n"))
    assert [".".join(each.part) for each in found] == parts
