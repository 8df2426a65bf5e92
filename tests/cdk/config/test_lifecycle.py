"""Tests of settings that a deployment may not change."""

from pathlib import Path

import pytest

from cdk.config.lifecycle import fixed_settings, refused_changes
from cdk.config.load import load

LAB = Path(__file__).parent / "lab"


def test_unchanged_settings_are_accepted() -> None:
    """A second deployment of the same YAML refuses nothing."""
    loaded = load(LAB, "dev")
    deployed = fixed_settings(loaded.config)
    assert list(refused_changes(deployed, loaded.config, loaded.layer)) == []


def test_changed_address_range_is_refused() -> None:
    """The VPC would be replaced under everything that runs in it."""
    loaded = load(LAB, "dev")
    (finding,) = refused_changes({"network.cidr": "10.9.0.0/16"}, loaded.config, loaded.layer)
    expected = "cannot change after the first deployment (got 10.20.0.0/16, deployed 10.9.0.0/16)"
    assert (finding.path, finding.message) == ("network.cidr", expected)


def test_switching_the_file_system_off_is_refused() -> None:
    """Of a part that can be off, being on is what is fixed; it may be switched on later."""
    loaded = load(LAB, "dev")
    storage = loaded.config.storage.model_copy(update={"efs": None})
    off = loaded.config.model_copy(update={"storage": storage})
    (finding,) = refused_changes({"storage.efs": True}, off, loaded.layer)
    assert finding.path == "storage.efs"
    assert list(refused_changes({"storage.efs": False}, loaded.config, loaded.layer)) == []


@pytest.mark.parametrize(
    ("deployed", "refused"),
    [(["a", "b"], False), (["a"], False), (["a", "b", "c"], True), (["b", "a"], True)],
)
def test_zones_may_be_added_at_the_end_only(deployed: list[str], *, refused: bool) -> None:
    """Taking one away, or another order, would replace subnets under what runs in them."""
    loaded = load(LAB, "dev")
    recorded = {"network.availability_zones": deployed}
    assert bool(list(refused_changes(recorded, loaded.config, loaded.layer))) is refused


def test_free_settings_are_not_recorded() -> None:
    """What may change at any time is nobody's business."""
    fixed = fixed_settings(load(LAB, "dev").config)
    assert "network.nat" not in fixed
    assert fixed["network.cidr"] == "10.20.0.0/16"
