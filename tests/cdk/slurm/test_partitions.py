"""The partitions that Slurm gets."""

from typing import Any

from cdk.slurm.config import SlurmConfig
from cdk.slurm.instance_types import instance_types
from cdk.slurm.partitions import Partition, partitions, presets


def found(**queues: dict[str, Any] | None) -> list[Partition]:
    """Return the partitions of some queues."""
    return partitions(SlurmConfig.model_validate({"queues": queues}).enabled_queues())


def test_a_queue_on_spot_has_a_sibling_on_demand() -> None:
    """A job that must not be taken away goes there."""
    assert [(each.name, each.queue, each.capacity_type) for each in found(cpu={})] == [
        ("cpu", "cpu", "SPOT"),
        ("cpu-ondemand", "cpu", "ONDEMAND"),
    ]


def test_a_queue_on_demand_is_alone() -> None:
    """It keeps its name."""
    assert [(each.name, each.capacity_type) for each in found(cpu={"spot": False})] == [
        ("cpu", "ONDEMAND")
    ]


def test_nodes_that_always_run_are_not_doubled() -> None:
    """The sibling starts from nothing."""
    machines = {"a": {"instance_types": ["m7i.large"], "min_nodes": 2}}
    least = [
        each.compute_resources["a"].min_nodes for each in found(own={"compute_resources": machines})
    ]
    assert least == [2, 0]


def test_a_preset_is_found_by_the_name_of_the_queue() -> None:
    """`gpu: {}` is all that an admin writes."""
    assert list(found(gpu={})[0].compute_resources) == list(presets()["gpu"])


def test_a_preset_can_have_another_name() -> None:
    """With machines of one's own beside it, and without some of its own."""
    own = {"a": {"instance_types": ["m7i.large"]}, "c8": None}
    (first, _) = found(imaging={"preset": "cpu", "compute_resources": own})
    assert list(first.compute_resources) == ["c32", "a"]


def test_most_nodes_of_a_preset_can_be_changed() -> None:
    """Machines of one's own say it themselves."""
    own = {"a": {"instance_types": ["m7i.large"], "max_nodes": 7}}
    (first, _) = found(cpu={"max_nodes": 3, "compute_resources": own})
    assert {name: each.max_nodes for name, each in first.compute_resources.items()} == {
        "c8": 3,
        "c32": 3,
        "a": 7,
    }


def test_limits_and_disks_are_those_of_the_queue() -> None:
    """In both partitions."""
    each = found(cpu={"max_hours": 5, "root_volume_size_gib": 200})
    assert [(p.max_hours, p.root_volume_size_gib) for p in each] == [(5, 200), (5, 200)]


def test_presets_are_without_fault() -> None:
    """All machines alike, on spot, several kinds for each."""
    for preset in presets().values():
        for machines in preset.values():
            assert [*machines.problems()] == []
            assert len(machines.instance_types) >= 3
            assert all(instance_types()[name].spot for name in machines.instance_types)
