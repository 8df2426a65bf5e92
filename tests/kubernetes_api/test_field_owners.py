"""Server-side apply."""

from typing import Any

import pytest

from tests.kubernetes_api.field_owners import FieldOwners
from tests.kubernetes_api.refusals import RefusedError

LIVE: dict[str, Any] = {"metadata": {"name": "hub"}, "spec": {"replicas": 1, "paused": True}}
NAME = {"metadata": {"name": "hub"}}


@pytest.fixture
def owners() -> FieldOwners:
    """Return the owners of an object that helm has made."""
    owners = FieldOwners()
    owners.note("helm", {}, LIVE)
    return owners


def test_field_that_is_no_longer_applied_is_gone(owners: FieldOwners) -> None:
    """A key taken out of a chart leaves the cluster."""
    assert owners.apply("helm", LIVE, {**NAME, "spec": {"replicas": 1}}, force=False) == {
        **NAME,
        "spec": {"replicas": 1},
    }


def test_field_of_somebody_else_stays(owners: FieldOwners) -> None:
    """What another manager has added is not helm's to remove."""
    new = {**LIVE, "spec": {**LIVE["spec"], "minReadySeconds": 5}}
    owners.note("kubectl-patch", LIVE, new)
    assert owners.apply("helm", new, LIVE, force=False) == new


def test_field_changed_by_hand_is_a_conflict(owners: FieldOwners) -> None:
    """After `kubectl scale`, helm is refused instead of winning in silence."""
    scaled = {**LIVE, "spec": {**LIVE["spec"], "replicas": 3}}
    owners.note("kubectl", LIVE, scaled)
    with pytest.raises(RefusedError, match=r'conflict with "kubectl": \.spec\.replicas'):
        owners.apply("helm", scaled, LIVE, force=False)


def test_force_takes_a_field_over(owners: FieldOwners) -> None:
    """The forced value wins, and the next apply has nobody to ask."""
    scaled = {**LIVE, "spec": {**LIVE["spec"], "replicas": 3}}
    owners.note("kubectl", LIVE, scaled)
    assert owners.apply("helm", scaled, LIVE, force=True) == LIVE
    assert owners.apply("helm", LIVE, LIVE, force=False) == LIVE


def test_empty_mapping_is_kept() -> None:
    """`emptyDir: {}` means something, null does not."""
    wanted = {**NAME, "spec": {"emptyDir": {}, "none": None}}
    assert FieldOwners().apply("helm", {}, wanted, force=False) == {
        **NAME,
        "spec": {"emptyDir": {}},
    }
