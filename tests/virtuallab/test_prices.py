"""Tests of prices."""

import pytest

from tests.virtuallab.samples import GPU, GPUS, host, settings
from virtuallab.prices import Price, amount, price_of_folder, usd_per_hour, usual_usd_per_hour
from virtuallab.sizes import Size

SMALL, LARGE = Size(1, 1024), Size(2, 4096)


def test_cheapest_machine_that_fits_decides() -> None:
    """Little memory: the compute family. More than its share: the general one is cheaper."""
    hosts = settings().hosts
    assert usd_per_hour(Size(1, 1024), hosts, "spot") == pytest.approx(0.02)
    assert usd_per_hour(Size(1, 3686), hosts, "spot") == pytest.approx(0.025, rel=1e-3)


def test_memory_beyond_the_share_of_the_vcpus_is_paid() -> None:
    """8 GiB with 1 vCPU take the memory of 8 / (4 * 0.9) vCPUs of m7i."""
    usd = usd_per_hour(Size(1, 8192), settings().hosts, "on_demand")
    assert usd == pytest.approx(0.05 * 8 / 3.6, rel=1e-3)


def test_price_of_a_gpu_is_a_part_of_its_machine() -> None:
    """One of four GPUs costs a quarter, where that is cheaper than a machine of its own."""
    prices = [{**GPU, "on_demand_usd": 2.0, "spot_usd": 1.0}]
    prices.append({**GPUS, "on_demand_usd": 4.0, "spot_usd": 2.0})
    hosts = settings(gpu_machines=prices).gpu_hosts
    assert usd_per_hour(Size(1, 1024, 1), hosts, "spot") == pytest.approx(0.5)


def test_range_goes_from_spot_once_to_on_demand_twice() -> None:
    """High is what no folder can exceed that keeps to its minutes."""
    price = price_of_folder(SMALL, LARGE, [host()], 30)
    assert price.low == pytest.approx(0.5 * 0.1 / 2)
    assert price.high == pytest.approx(1.0 * (0.1 + 0.2) / 2)


def test_unknown_prices_are_told_as_such() -> None:
    """Null in the lab's table is not nothing."""
    unknown = [host(spot_usd=None, on_demand_usd=None)]
    price = price_of_folder(SMALL, LARGE, unknown, 30)
    assert price == Price(None, None)
    assert str(price.times(3)) == "no price known"
    assert usual_usd_per_hour(SMALL, unknown) is None


def test_price_on_demand_stands_in_for_spot() -> None:
    """What a run has cost is then told rather too high than not at all."""
    assert usual_usd_per_hour(SMALL, [host(spot_usd=None)]) == pytest.approx(0.1)


def test_machine_without_price_does_not_hide_one_with() -> None:
    """The cheapest of the known ones."""
    hosts = [host(spot_usd=None), host()]
    assert usd_per_hour(SMALL, hosts, "spot") == pytest.approx(0.05)


def test_prices_read_as_money() -> None:
    """Cents where there are dollars, three digits below."""
    text = "$0.00123 (spot) to $12.35 (on demand, every folder twice)"
    assert str(Price(0.001234, 12.345678)) == text
    assert [amount(usd) for usd in (0.0, 0.00000583, 0.000767)] == [
        "0.00",
        "0.00000583",
        "0.000767",
    ]
