"""Things of a configuration of ParallelCluster, by their names."""

from typing import Any

import pytest

from cdk.slurm.cluster_file import cluster_file
from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.cluster_tree import every_kind_of_node, named, queues, value_at
from cdk.slurm.config import SlurmConfig

CONFIG = cluster_file(SlurmConfig(), ClusterIds.example())


def test_every_kind_of_node_is_found() -> None:
    """Head, login, and each queue, with its place."""
    assert [(each.kind, each.path) for each in every_kind_of_node(CONFIG)] == [
        ("head", ("HeadNode",)),
        ("login", ("LoginNodes", "Pools", "login")),
        ("compute", ("Scheduling", "SlurmQueues", "cpu")),
        ("compute", ("Scheduling", "SlurmQueues", "cpu-ondemand")),
    ]


def test_disks_are_where_they_are_said_to_be() -> None:
    """Login pools of ParallelCluster have none to set."""
    sizes = [each.at(*each.root_volume, "Size") for each in every_kind_of_node(CONFIG)]
    assert sizes == [100, None, 100, 100]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("Image", "Os"), "ubuntu2404"),
        (("Scheduling", "SlurmQueues", "cpu-ondemand", "CapacityType"), "ONDEMAND"),
        (("Scheduling", "SlurmQueues", "gpu", "CapacityType"), None),
        (("Image", "Os", "deeper"), None),
        (("Nothing",), None),
    ],
)
def test_names_are_steps_of_a_path(path: tuple[str, ...], expected: object) -> None:
    """What is not there is None."""
    assert value_at(CONFIG, path) == expected


@pytest.mark.parametrize("broken", [None, 5, {"Name": "a"}, [5, {"Name": 5}, {}]])
def test_what_has_no_name_is_passed_over(broken: Any) -> None:  # noqa: ANN401
    """ParallelCluster's own schema refuses it."""
    assert list(named(broken)) == []
    assert list(queues({"Scheduling": {"SlurmQueues": broken}})) == []
