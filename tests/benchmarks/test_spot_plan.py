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
    """Every number comes from a setting of the same name: no two of them are alike here."""
    assert demo.batch
    project = demo.enabled_projects()["cytometry-screen"]
    assert project.fan_out
    scratch = demo.batch.scratch.model_copy(update={"size_gib": 71})
    escalation = {"memory_factor": 3, "vcpu_factor": 4}
    batch = {"max_vcpus": 97, "on_demand_max_vcpus": 53, "scratch": scratch}
    fan_out = {
        "max_concurrency": 37,
        "host_loss_attempts": 5,
        "escalation": project.fan_out.escalation.model_copy(update=escalation),
    }
    screen = project.model_copy(update={"fan_out": project.fan_out.model_copy(update=fan_out)})
    changed = demo.model_copy(
        update={
            "region": "eu-central-1",
            "batch": demo.batch.model_copy(update={**batch, "instance_families": ("m6i", "r6i")}),
            "projects": {**demo.projects, "cytometry-screen": screen},
        }
    )
    assert plan_of(changed, "cytometry-screen") == Plan(
        title="demo dev, project cytometry-screen",
        region="eu-central-1",
        instance_families=("m6i", "r6i"),
        max_vcpus=97,
        on_demand_max_vcpus=53,
        size_gib=71,
        max_concurrency=37,
        host_loss_attempts=5,
        memory_factor=3,
        vcpu_factor=4,
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
