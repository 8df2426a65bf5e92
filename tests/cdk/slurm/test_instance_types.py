"""The catalogue of machines that nodes can be."""

import pytest

from cdk.batch.machines import machines_of
from cdk.slurm.instance_types import INSTANCE_TYPES, InstanceType, instance_types


def test_type_is_described_in_full() -> None:
    """One machine as EC2 describes it."""
    assert instance_types()["g6.12xlarge"] == InstanceType(
        name="g6.12xlarge",
        vcpus=48,
        cores=24,
        memory_mib=192 * 1024,
        architecture="x86_64",
        gpus=4,
        gpu_manufacturer="nvidia",
        efa=True,
        nvme=True,
        spot=True,
    )


@pytest.mark.parametrize("name", ["m5.xlarge", "r7i.16xlarge", "g5.2xlarge", "hpc7a.96xlarge"])
def test_type_that_a_lab_uses_is_known(name: str) -> None:
    """Also former generations, which spot often has when it has no others."""
    assert name in instance_types()


@pytest.mark.parametrize(
    "name", ["m7i.metal-24xl", "mac2.metal", "trn1.2xlarge", "u-6tb1.56xlarge", "g6f.large"]
)
def test_type_that_no_node_should_be_is_unknown(name: str) -> None:
    """Metal, Macs, other accelerators, machines bought by the year, slices of GPUs."""
    assert name not in instance_types()


def test_arm_and_types_without_spot_are_told() -> None:
    """Rules ask for both."""
    assert instance_types()["m7g.large"].architecture == "arm64"
    assert not instance_types()["hpc7a.96xlarge"].spot


def test_types_agree_with_the_machines_of_batch() -> None:
    """Two copies of what EC2 says, from two sources."""
    for machine in machines_of(["m7i", "r6i", "g6", "c7g"], "us-east-1"):
        known = instance_types()[machine.instance_type]
        assert (known.vcpus, known.gpus) == (machine.vcpus, machine.gpus)
        assert known.memory_mib == machine.memory_gib * 1024


def test_every_gpu_is_of_nvidia() -> None:
    """The drivers of ParallelCluster's image are for no others."""
    makers = {each.gpu_manufacturer for each in instance_types().values() if each.gpus}
    assert makers == {"nvidia"}


def test_catalogue_is_small_and_says_where_it_is_from() -> None:
    """It lies in the repository and is read whenever settings are."""
    text = INSTANCE_TYPES.read_text(encoding="utf-8")
    assert len(text) < 100_000
    assert "kept by moto 5.2.5 of 2026-10-27" in text.splitlines()[0]
