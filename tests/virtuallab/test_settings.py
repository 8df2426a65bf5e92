"""Tests of what the lab tells."""

from tests.virtuallab.samples import GENERAL, settings


def test_family_is_as_large_as_its_largest_machine() -> None:
    """Usable memory alone counts, and the price is the whole machine's."""
    host = settings().hosts[1]
    assert (host.name, host.vcpus, host.memory_mib) == ("m7i", 48, int(48 * 4 * 1024 * 0.9))
    assert (host.on_demand_usd, host.spot_usd) == (48 * 0.05, 48 * 0.025)


def test_family_ends_at_the_ceiling_of_the_lab() -> None:
    """A machine of more vCPUs than the queue may have is never started."""
    limits = {"spot": 16, "on_demand": 8}
    found = settings(max_vcpus=limits)
    assert [host.vcpus for host in found.hosts] == [16, 16]
    assert found.vcpus_for(0) == 24


def test_gpu_jobs_have_machines_of_their_own() -> None:
    """Their ceiling is told or it is unknown."""
    found = settings()
    assert [host.name for host in found.hosts_for(1)] == ["g5.xlarge"]
    assert found.vcpus_for(1) is None
    assert settings(max_vcpus={"spot": 1, "on_demand": 1, "gpu": 8}).vcpus_for(1) == 8


def test_unknown_price_stays_unknown() -> None:
    """Regions without a price list have none."""
    machine = {**GENERAL, "on_demand_usd": None, "spot_usd": None}
    (host,) = settings(machines=[machine]).hosts
    assert (host.on_demand_usd, host.spot_usd) == (None, None)
