"""Settings of one queue and its machines."""

from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from cdk.slurm.partitions import PRESETS
from cdk.slurm.queue_config import (
    LONGEST_NAME,
    ComputeResourceConfig,
    ComputeResourceName,
    NodeType,
    Preset,
    QueueConfig,
    QueueName,
    x86_64_only,
)

EXAMPLE = "for example m7i.2xlarge, c7i.4xlarge, r7i.8xlarge, or g6.2xlarge with a GPU"


def refusal(kind: Any, value: str) -> tuple[str, str]:  # noqa: ANN401 - any annotated type
    """Return what is said about a value that cannot be."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    error = caught.value.errors()[0]
    return error["msg"], error["ctx"]["hint"]


def problems(**settings: object) -> list[str]:
    """Return what is wrong with machines."""
    config = ComputeResourceConfig.model_validate(settings)
    return [problem.message for problem in config.problems()]


@pytest.mark.parametrize("name", ["q", "cpu", "big-memory", "a" * LONGEST_NAME])
def test_a_name_leaves_room_for_the_sibling(name: str) -> None:
    """`<name>-ondemand` has 25 signs at most."""
    assert TypeAdapter(QueueName).validate_python(name) == name


@pytest.mark.parametrize("name", ["a" * (LONGEST_NAME + 1), "Big", "big_memory", "a--b", "1a", ""])
def test_other_names_are_refused(name: str) -> None:
    """ParallelCluster would, after half an hour."""
    assert refusal(QueueName, name)[0] == "cannot be the name of a queue"
    assert refusal(ComputeResourceName, name)[0] == "cannot be the name of a compute resource"


@pytest.mark.parametrize("name", ["default", "cpu-ondemand"])
def test_names_that_the_cluster_makes_are_refused(name: str) -> None:
    """Two partitions would have one name."""
    assert refusal(QueueName, name)[0] == "is a name that the cluster makes itself"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("m7i.lage", "did you mean m7i.large?"),
        ("m7.large", "did you mean m7i.large or m7a.large?"),
        ("r7i.3xlarge", "did you mean r7i.xlarge?"),
        ("gpu", EXAMPLE),
        ("m", EXAMPLE),
    ],
)
def test_the_nearest_machine_is_offered_and_never_a_thousand(name: str, hint: str) -> None:
    """Of the same family, if there is one."""
    message, offered = refusal(NodeType, name)
    assert message == "is no type of machine that is known here"
    assert offered == hint


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"instance_types": ["m7i.large", "m6i.large"]}, []),
        (
            {"instance_types": ["m7i.large"], "min_nodes": 3, "max_nodes": 2},
            ["is above max_nodes (got 3 and 2)"],
        ),
        ({"instance_types": ["m7i.large"], "min_nodes": 2, "max_nodes": 2}, []),
        ({"instance_types": ["m7i.large", "m7i.large"]}, ["names m7i.large twice"]),
        (
            {"instance_types": ["m7i.large", "m7i.xlarge"]},
            ["are not alike in vcpus (got m7i.large 2, m7i.xlarge 4)"],
        ),
        (
            {"instance_types": ["g6.2xlarge", "m7i.2xlarge"]},
            ["are not alike in gpus (got g6.2xlarge 1, m7i.2xlarge 0)"],
        ),
        (
            {"instance_types": ["m7i.large", "m7g.large"]},
            [
                "are not alike in architecture (got m7g.large arm64, m7i.large x86_64)",
                "has ARM processors (got m7g.large)",
            ],
        ),
    ],
    ids=["good", "min above max", "all always", "twice", "cores", "GPUs", "architectures"],
)
def test_one_machine_takes_the_place_of_another(
    settings: dict[str, object], expected: list[str]
) -> None:
    """Slurm knows one size for all machines of a compute resource."""
    assert problems(**settings) == expected


def test_memory_may_differ() -> None:
    """ParallelCluster takes the least of them: families of 4 and 8 GiB for a core go together."""
    assert problems(instance_types=["m7i.2xlarge", "r7i.2xlarge"]) == []


@pytest.mark.parametrize(("spot", "told"), [(True, 1), (False, 0)])
def test_machines_that_are_never_on_spot_are_told(told: int, *, spot: bool) -> None:
    """Jobs of such a queue would wait for ever."""
    machines = {"h": {"instance_types": ["hpc7a.96xlarge"]}, "off": None}
    queue = QueueConfig.model_validate({"spot": spot, "compute_resources": machines})
    assert len([*queue.problems()]) == told


def test_processors_of_another_kind_are_told_once() -> None:
    """With all their names."""
    (problem,) = x86_64_only(("x",), ["m7g.large", "m7i.large", "c7g.large"])
    assert problem.message == "has ARM processors (got m7g.large, c7g.large)"


def test_every_preset_has_its_file() -> None:
    """And every file its word."""
    assert sorted(get_args(Preset)) == sorted(path.stem for path in PRESETS.glob("*.yaml"))
