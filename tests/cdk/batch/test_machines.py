"""The catalogue of machines: what it says of sizes, prices and their sources."""

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path
from statistics import median
from typing import get_args

import pytest

from cdk.batch.machines import (
    MACHINES,
    USABLE_MEMORY,
    Interruption,
    Machine,
    families,
    family_rates,
    gpu_machines,
    largest,
    machines_of,
    prices_note,
)

REGIONS = ("eu-central-1", "eu-west-1", "us-east-1", "us-west-2")
# Shares of memory that were left by the kernel; their sources stand at USABLE_MEMORY.
LEFT_BY_THE_KERNEL = [7985 / 8192, 31672 / 32768, 0.97]


def _rows() -> list[dict[str, str]]:
    with MACHINES.open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def test_machine_is_described_in_full() -> None:
    """One machine as its sources have it: 52 % below 0.8064 on spot."""
    found = {each.instance_type: each for each in machines_of(["m7i"], "us-east-1")}
    assert found["m7i.4xlarge"] == Machine(
        instance_type="m7i.4xlarge",
        family="m7i",
        vcpus=16,
        memory_gib=64.0,
        gpus=0,
        nvme=False,
        on_demand_usd=0.8064,
        spot_usd=0.38707,
        interruption="5-10%",
    )


def test_every_row_has_price_date_method_and_band() -> None:
    """Nothing in the table is without its origin."""
    rows = _rows()
    assert len({(row["region"], row["instance_type"]) for row in rows}) == len(rows) > 700
    for row in rows:
        assert row["region"] in REGIONS
        assert row["on_demand_method"] in {"exact", "derived"}
        assert date(2024, 10, 10) <= date.fromisoformat(row["on_demand_date"])
        assert date.fromisoformat(row["spot_date"]) == date(2025, 6, 28)
        assert row["interruption"] in get_args(Interruption)
        assert 0.05 < float(row["spot_usd"]) / float(row["on_demand_usd"]) < 1


def test_prices_of_a_family_grow_with_its_size() -> None:
    """A typo in a price would stand out: on demand, a vCPU costs the same in all sizes."""
    for region in REGIONS:
        for name, family in families().items():
            if family.gpu:
                continue
            rates = {
                round((each.on_demand_usd or 0) / each.vcpus, 4)
                for each in machines_of([name], region)
            }
            assert max(rates) - min(rates) < 0.0002, (region, name, rates)


def test_families_say_what_their_machines_share() -> None:
    """GiB a vCPU, local disks and GPUs are those of each machine, not of one."""
    known = families()
    assert known["c6a"] == (2.0, False, False, 192)
    assert known["r6id"] == (8.0, True, False, 128)
    assert known["g5"] == (4.0, True, True, 192)
    for row in _rows():
        family = known[row["instance_type"].partition(".")[0]]
        assert float(row["memory_gib"]) / int(row["vcpus"]) == family.gib_per_vcpu
        assert (row["nvme"] == "true", row["gpus"] != "0") == (family.nvme, family.gpu)


def test_machines_come_smallest_first() -> None:
    """Of several families, by their vCPUs."""
    found = machines_of(["c6a", "r6a"], "eu-west-1")
    assert [each.instance_type for each in found[:2]] == ["c6a.large", "r6a.large"]
    assert {each.family for each in found} == {"c6a", "r6a"}
    assert [each.vcpus for each in found] == sorted(each.vcpus for each in found)


def test_region_without_prices_has_the_machines() -> None:
    """A lab in Stockholm is checked too; it hears that no price is known."""
    stockholm = machines_of(["m7i"], "eu-north-1")
    assert len(stockholm) == len(machines_of(["m7i"], "us-east-1"))
    assert {(each.on_demand_usd, each.spot_usd, each.interruption) for each in stockholm} == {
        (None, None, None)
    }
    assert family_rates(["m7i"], "eu-north-1") == [("m7i", 4.0, 192, None, None)]
    assert prices_note("eu-north-1") == "no prices known in eu-north-1"


def test_type_that_a_region_lacks_has_no_price_there() -> None:
    """No price of g6 in Ireland is known."""
    assert {each.on_demand_usd for each in machines_of(["g6"], "eu-west-1")} == {None}
    assert {each.on_demand_usd is None for each in machines_of(["g6"], "us-west-2")} == {False}


def test_unknown_family_has_no_machines() -> None:
    """Settings refuse it with the nearest known; here it is simply not there."""
    assert machines_of(["m77i"], "us-east-1") == []
    assert largest(["m77i"], "us-east-1") is None
    assert family_rates(["m77i"], "us-east-1") == []


def test_largest_machine_is_the_one_with_most_memory() -> None:
    """A job must fit into one machine, and memory is what it lacks."""
    found = largest(["c7i", "m7i", "r7i"], "us-east-1")
    assert found is not None
    assert (found.instance_type, found.memory_gib) == ("r7i.48xlarge", 1536)


def test_gpu_machines_have_gpus() -> None:
    """Whole machines, as GPUs are not shared."""
    found = gpu_machines(["g5", "m7i"], "us-east-1")
    first = found[0]
    assert (first.instance_type, first.gpus, first.on_demand_usd) == ("g5.xlarge", 1, 1.006)
    assert [each.gpus for each in found if each.instance_type == "g5.48xlarge"] == [8]
    assert gpu_machines(["m7i"], "us-east-1") == []


def test_rate_is_the_price_of_one_vcpu() -> None:
    """On demand it is exact; on spot the median, as the sizes differ."""
    (rate,) = family_rates(["m7i"], "us-east-1")
    assert (rate.family, rate.gib_per_vcpu, rate.on_demand_usd) == ("m7i", 4.0, 0.0504)
    spot = sorted((each.spot_usd or 0) / each.vcpus for each in machines_of(["m7i"], "us-east-1"))
    assert rate.spot_usd == pytest.approx(spot[4], abs=1e-5)


@pytest.mark.parametrize(
    ("region", "words"),
    [
        ("us-east-1", "us-east-1: on demand AWS Price List of 2026-07-20; spot estimated"),
        ("eu-west-1", "2024-10-10 to 2025-10-01, "),
        ("eu-central-1", "derived from us-east-1; spot estimated from the AWS Spot Instance Advi"),
    ],
)
def test_note_says_source_and_date(region: str, words: str) -> None:
    """Whoever reads a price sees how old it is."""
    assert words in prices_note(region)


def test_usable_memory_is_what_kernel_and_agent_leave() -> None:
    """Of what the kernel leaves, AWS recommends to keep 5 % for the ECS agent and the system."""
    assert round(median(LEFT_BY_THE_KERNEL) * 0.95, 2) == USABLE_MEMORY


def test_settings_may_import_it() -> None:
    """Neither CDK nor AWS nor the table itself is loaded with the module."""
    code = (
        "import sys, cdk.batch.machines as m\n"
        "assert not {'aws_cdk', 'boto3', 'pandas', 'numpy'} & sys.modules.keys()\n"
        "assert m._rows.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[3])  # noqa: S603
