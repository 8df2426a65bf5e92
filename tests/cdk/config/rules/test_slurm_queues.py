"""Rules between queues, head node and notebooks."""

from typing import Any

import pytest

from cdk.config.rules.slurm_queues import MOST, queue_problems
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
    fifty = {f"q{n}": {"preset": "gpu", "spot": False} for n in range(MOST)}
    assert paths(queues=fifty, **LARGE) == []
    assert paths(queues={**fifty, "one": {"preset": "gpu", "spot": False}}, **LARGE) == [
        "slurm.queues"
    ]


def test_compute_resources_of_all_queues_count() -> None:
    """Two in each, twice: thirteen queues are too many."""
    wanted = {f"q{n}": {"preset": "cpu", "max_nodes": 1} for n in range(13)}
    assert message(queues=wanted, **LARGE).startswith("hold more compute resources than a cluster")


@pytest.mark.parametrize(("nodes", "expected"), [(92, 0), (93, 1)])
def test_the_head_node_has_memory_for_all_nodes(nodes: int, expected: int) -> None:
    """8 GiB are enough for 185 nodes, by ParallelCluster's own reckoning."""
    assert len(paths(queues={"gpu": {"max_nodes": nodes}})) == expected


@pytest.mark.parametrize(
    ("notebook", "expected"),
    [
        ({}, []),
        ({"queue": "cpu"}, []),
        ({"queue": "cpu-ondemand", "cores": 32, "memory_gib": 121}, []),
        ({"queue": "gpu"}, ["slurm.notebook.queue"]),
        ({"cores": 33}, ["slurm.notebook.cores"]),
        ({"memory_gib": 122}, ["slurm.notebook.memory_gib"]),
        ({"queue": "both", "cores": 64, "memory_gib": 100}, []),
        ({"queue": "both", "cores": 64, "memory_gib": 200}, ["slurm.notebook"]),
        ({"queue": "both", "hours": 13}, ["slurm.notebook.hours"]),
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
