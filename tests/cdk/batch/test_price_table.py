"""What notebooks are told about machines."""

from typing import Any

from cdk.batch.config import BatchConfig
from cdk.batch.machines import USABLE_MEMORY, prices_note
from cdk.batch.price_table import price_table
from tests.cdk.batch.conftest import IMAGE


def table(region: str = "us-east-1", **settings: object) -> dict[str, Any]:
    """Return the table for some settings."""
    return price_table(BatchConfig.model_validate({"image": IMAGE, **settings}), region)


def test_every_family_has_its_prices_for_a_vcpu() -> None:
    """Those of the YAML and no other, each with what a job can get of it at most."""
    found = table(instance_families=["m6i", "r6i"], max_vcpus=64)
    assert found["machines"] == [
        {
            "family": "m6i",
            "gib_per_vcpu": 4.0,
            "max_vcpus": 64,
            "on_demand_usd": 0.048,
            "spot_usd": 0.01776,
        },
        {
            "family": "r6i",
            "gib_per_vcpu": 8.0,
            "max_vcpus": 64,
            "on_demand_usd": 0.063,
            "spot_usd": 0.01953,
        },
    ]
    assert found["max_vcpus"] == {"spot": 64, "on_demand": 64}
    assert found["usable_memory"] == USABLE_MEMORY
    assert found["prices"] == prices_note("us-east-1")


def test_a_region_without_prices_is_told_so() -> None:
    """Sizes are the same everywhere, prices are not guessed."""
    (machine,) = table("ap-south-2", instance_families=["m6i"])["machines"]
    assert machine["on_demand_usd"] is None
    assert table("ap-south-2")["prices"] == "no prices known in ap-south-2"


def test_gpu_machines_are_told_only_if_there_is_a_queue_for_them() -> None:
    """And only those that fit into its limit."""
    assert table()["gpu_machines"] == []
    told = table(gpu={"instance_families": ["g5"], "max_vcpus": 8, "on_demand_max_vcpus": 4})
    found = told["gpu_machines"]
    assert [each["type"] for each in found] == ["g5.xlarge", "g5.2xlarge"]
    limits = {name: told["max_vcpus"][name] for name in ("gpu", "gpu_on_demand")}
    assert limits == {"gpu": 8, "gpu_on_demand": 4}
