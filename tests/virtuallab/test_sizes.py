"""Tests of sizes and of what holds them."""

import pytest

from tests.virtuallab.samples import host
from virtuallab.sizes import Size, largest, occupied_vcpus, second_size

DOUBLED = {"memory_factor": 2.0, "vcpu_factor": 2.0}
GIB = 1024


def test_size_reads_as_people_say_it() -> None:
    """GPUs only where there are any."""
    assert str(Size(2, 1536)) == "2 vCPU, 1.5 GiB"
    assert str(Size(2, 1024, 1)) == "2 vCPU, 1 GiB, 1 GPU"


@pytest.mark.parametrize(
    ("size", "share"),
    [(Size(5, GIB), 0.5), (Size(1, 30 * GIB), 0.75), (Size(1, 4 * GIB), 0.1)],
)
def test_part_of_a_machine_is_the_larger_of_vcpus_and_memory(size: Size, share: float) -> None:
    """A job with little CPU and much memory leaves CPUs that nobody can use."""
    assert host().share(size) == pytest.approx(share)


@pytest.mark.parametrize(("gpus", "jobs"), [(1, 4), (2, 2), (3, 1), (4, 1)])
def test_machine_with_gpus_holds_whole_jobs(gpus: int, jobs: int) -> None:
    """Three of four GPUs leave one that no other such job can use."""
    assert host(gpus=4).share(Size(1, GIB, gpus)) == pytest.approx(1 / jobs)


def test_much_memory_occupies_more_vcpus_than_it_asks_for() -> None:
    """That is what a ceiling of vCPUs is used up by."""
    assert occupied_vcpus(Size(1, 8 * GIB), [host()]) == pytest.approx(2)


def test_second_size_is_enlarged_by_the_factors() -> None:
    """Rounded up."""
    second, capped = second_size(Size(1, 3 * GIB), [host()], memory_factor=1.5, vcpu_factor=1.5)
    assert (second, capped) == (Size(2, 4608), False)


def test_second_size_ends_at_the_largest_machine() -> None:
    """Memory first: the machine with most of it decides how many vCPUs there are."""
    hosts = [host(vcpus=64), host(vcpus=8, memory_mib=100 * GIB)]
    second, capped = second_size(Size(6, 60 * GIB), hosts, **DOUBLED)
    assert (second, capped) == (Size(8, 100 * GIB), True)


def test_second_size_is_never_smaller_than_the_first() -> None:
    """A machine with more memory and fewer vCPUs than the first size is of no use."""
    hosts = [host(), host(vcpus=4, memory_mib=400 * GIB)]
    assert second_size(Size(10, 40 * GIB), hosts, **DOUBLED) == (Size(10, 40 * GIB), True)


def test_second_size_keeps_gpus() -> None:
    """What ran out is memory, hardly ever a GPU."""
    second, _ = second_size(Size(1, GIB, 1), [host(gpus=1)], **DOUBLED)
    assert second == Size(2, 2 * GIB, 1)


def test_largest_names_no_machine_that_another_beats() -> None:
    """Two families may both be the largest, in their own way."""
    hosts = [host(), host(vcpus=4), host(vcpus=2, memory_mib=80 * GIB), host(name="same")]
    assert largest(hosts) == "10 vCPU, 40 GiB or 2 vCPU, 80 GiB"
