"""The simulated plan is the lab's own YAML, setting by setting."""

import pytest

from benchmarks.idle_cost import ROOT
from benchmarks.spot_plan import Plan, plan_of
from cdk.config.lab import LabConfig
from cdk.config.load import load
from console.errors import ConsoleError


@pytest.fixture(scope="module")
def demo() -> LabConfig:
    """Return the demo lab in dev."""
    return load(ROOT / "labs/demo", "dev").config


def test_plan_is_what_the_yaml_says(demo: LabConfig) -> None:
    """Every number comes from a setting of the same name."""
    assert demo.batch
    fan_out = demo.enabled_projects()["cytometry-screen"].fan_out
    assert fan_out
    assert plan_of(demo, "cytometry-screen") == Plan(
        title="demo dev, project cytometry-screen",
        region=demo.region,
        instance_families=demo.batch.instance_families,
        max_vcpus=demo.batch.max_vcpus,
        on_demand_max_vcpus=demo.batch.on_demand_max_vcpus,
        size_gib=demo.batch.scratch.size_gib,
        max_concurrency=fan_out.max_concurrency,
        host_loss_attempts=fan_out.host_loss_attempts,
        memory_factor=fan_out.escalation.memory_factor,
        vcpu_factor=fan_out.escalation.vcpu_factor,
    )


def test_changed_setting_changes_the_plan(demo: LabConfig) -> None:
    """Nothing is a constant of the simulation."""
    assert demo.batch
    changed = demo.model_copy(update={"batch": demo.batch.model_copy(update={"max_vcpus": 32})})
    assert plan_of(changed, "cytometry-screen").max_vcpus == 32


def test_project_without_fan_out_is_named(demo: LabConfig) -> None:
    """The message names those that have one."""
    with pytest.raises(
        ConsoleError, match=r"no-such has no fan-out in demo dev; .* cytometry-screen"
    ):
        plan_of(demo, "no-such")


def test_lab_without_batch_has_no_plan(demo: LabConfig) -> None:
    """A fan-out alone runs nowhere."""
    without = demo.model_copy(update={"batch": None})
    with pytest.raises(ConsoleError, match="projects with one: none"):
        plan_of(without, "cytometry-screen")
