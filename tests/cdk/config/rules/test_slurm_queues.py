"""Rules between queues, head node and notebooks."""

from typing import Any

import pytest

from cdk.config.rules.slurm_queues import queue_problems
from cdk.slurm.cluster_rules import MOST_QUEUES
from cdk.slurm.config import SlurmConfig

LARGE = {"head_node": {"instance_type": "m7i.xlarge"}}


def paths(**settings: object) -> list[str]:
    """Return the paths of all problems of a cluster."""
    config = SlurmConfig.model_validate(settings)
    return [".".join(map(str, problem.path)) for problem in queue_problems(config)]


def message(**settings: object) -> str:
    """Return the one message about a cluster."""
    (problem,) = queue_problems(SlurmConfig.model_validate(settings))
    return problem.message


@pytest.mark.parametrize("queues", [{"cpu": {}}, {"cpu": {}, "highmem": {}, "gpu": {}}])
def test_presets_fit_the_default_head_node(queues: dict[str, Any]) -> None:
    """Whoever switches on what is known has nothing to think about."""
    assert paths(queues=queues) == []


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        ({}, ["slurm.queues.own"]),
        ({"preset": "cpu"}, []),
        ({"preset": "cpu", "compute_resources": {"c8": None}}, []),
        ({"preset": "cpu", "compute_resources": {"c8": None, "c32": None}}, ["slurm.queues.own"]),
        ({"max_nodes": 4}, ["slurm.queues.own.max_nodes", "slurm.queues.own"]),
    ],
    ids=["nothing", "preset", "part of a preset", "all parts off", "limit of nothing"],
)
def test_a_queue_has_machines(queue: dict[str, Any], expected: list[str]) -> None:
    """Of a preset or its own."""
    assert paths(queues={"own": queue}) == expected


@pytest.mark.parametrize(("queues", "fits"), [(25, True), (26, False)])
def test_siblings_on_demand_count(queues: int, *, fits: bool) -> None:
    """Each queue on spot is two partitions."""
    wanted = {f"q{n}": {"preset": "gpu"} for n in range(queues)}
    assert paths(queues=wanted, **LARGE) == ([] if fits else ["slurm.queues"])


def test_queues_on_demand_have_no_sibling() -> None:
    """Fifty are allowed, and no more."""
    fifty = {f"q{n}": {"preset": "gpu", "spot": False} for n in range(MOST_QUEUES)}
    assert paths(queues=fifty, **LARGE) == []
    assert paths(queues={**fifty, "one": {"preset": "gpu", "spot": False}}, **LARGE) == [
        "slurm.queues"
    ]


def test_compute_resources_of_all_queues_count() -> None:
    """Two in each, twice: thirteen queues are too many."""
    wanted = {f"q{n}": {"preset": "cpu", "max_nodes": 1} for n in range(13)}
    assert message(queues=wanted, **LARGE).startswith("hold more compute resources than a cluster")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("c8", []), ("c33", ["slurm.queues.cpu.compute_resources.c33"]), ("own", [])],
)
def test_what_is_almost_a_preset_s_is_told(name: str, expected: list[str]) -> None:
    """Any other may be of `lab.yaml`, and left out in one environment."""
    assert paths(queues={"cpu": {"compute_resources": {name: None}}}) == expected


def test_limits_hide_the_memory_of_the_head_node() -> None:
    """With fewer queues it may be enough."""
    wanted = {f"q{n}": {"preset": "cpu", "max_nodes": 100} for n in range(13)}
    assert paths(queues=wanted) == ["slurm.queues"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"gpu": {"max_nodes": 93}, "highmem": {}}, "slurm.queues.gpu.max_nodes"),
        (
            {
                "gpu": {
                    "compute_resources": {"a": {"instance_types": ["g6.xlarge"], "max_nodes": 95}}
                }
            },
            "slurm.queues.gpu.compute_resources.a.max_nodes",
        ),
    ],
)
def test_memory_of_a_default_is_a_matter_of_the_most_nodes(
    settings: dict[str, Any], expected: str
) -> None:
    """Nobody has written the type of the head node."""
    assert paths(queues=settings) == [expected]
    head = {"head_node": {"instance_type": "m7i.large"}}
    assert paths(queues=settings, **head) == ["slurm.head_node.instance_type"]


@pytest.mark.parametrize(("nodes", "expected"), [(92, 0), (93, 1)])
def test_the_head_node_has_memory_for_all_nodes(nodes: int, expected: int) -> None:
    """8 GiB are enough for 185 nodes, by ParallelCluster's own reckoning."""
    assert len(paths(queues={"gpu": {"max_nodes": nodes}})) == expected


@pytest.mark.parametrize(
    ("notebook", "expected"),
    [
        ({}, []),
        ({"partition": "cpu"}, []),
        ({"partition": "cpu-ondemand", "cores": 32, "memory_gib": 121}, []),
        ({"partition": "gpu"}, ["slurm.notebook.partition"]),
        ({"cores": 33}, ["slurm.notebook.cores"]),
        ({"memory_gib": 122}, ["slurm.notebook.memory_gib"]),
        ({"partition": "both", "cores": 64, "memory_gib": 100}, []),
        ({"partition": "both", "cores": 64, "memory_gib": 200}, ["slurm.notebook"]),
        ({"partition": "both", "hours": 13}, ["slurm.notebook.hours"]),
    ],
    ids=[
        "default",
        "spot",
        "largest",
        "unknown",
        "cores",
        "memory",
        "one machine",
        "two machines",
        "hours",
    ],
)
def test_a_notebook_starts(notebook: dict[str, Any], expected: list[str]) -> None:
    """A job that fits on no node would wait for ever."""
    both = {
        "spot": False,
        "max_hours": 12,
        "compute_resources": {
            "cores": {"instance_types": ["c7i.16xlarge"]},
            "memory": {"instance_types": ["r7i.8xlarge"]},
        },
    }
    assert paths(queues={"cpu": {}, "both": both}, notebook=notebook) == expected
