"""The words for changes that ParallelCluster refuses."""

from typing import Any

import pytest

from cdk.slurm.changed_settings import Change, _settings
from cdk.slurm.refusal_texts import refusal
from cdk.slurm.update_policies import _ALLOWED


def _change(policy: str, key: str = "Key", **values: Any) -> Change:  # noqa: ANN401 - as in YAML
    given = {"old": "a", "new": "b", **values}
    return Change(section=("Section",), key=key, policy=policy, **given)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_change("COMPUTE_FLEET_STOP"), "and a deployment cannot stop them"),
        (_change("COMPUTE_FLEET_STOP_ON_REMOVE"), "takes one away only while all compute nodes"),
        (_change("LOGIN_NODES_POOL_STOP"), "only while the pool has no login nodes"),
        (_change("RESIZE_UPDATE_STRATEGY_ON_REMOVE", "MaxCount"), "takes them away only"),
        (_change("RESIZE_UPDATE_STRATEGY_ON_REMOVE", "MinCount"), "only as additional ones"),
        (_change("SHARED_STORAGE_UPDATE_POLICY", "MountDir"), "fails while it compares"),
        (
            _change("SHARED_STORAGE_UPDATE_POLICY", old=None, new={"MountDir": "/home"}),
            "fails while it compares",
        ),
        (_change("UNSUPPORTED"), "cannot change it in a cluster that exists"),
        (_change("READ_ONLY_RESOURCE_BUCKET"), "cannot change it in a cluster that exists"),
    ],
    ids=lambda value: value.policy if isinstance(value, Change) else "",
)
def test_reason_tells_what_would_have_to_stop(change: Change, reason: str) -> None:
    """In the words of somebody who runs a cluster."""
    assert reason in refusal(change, lustre_is_kept=False).reason


def test_home_is_a_case_of_its_own() -> None:
    """No order of deployments changes it."""
    change = _change("SHARED_STORAGE_UPDATE_POLICY", old=None, new={"MountDir": "/home"})
    item = Change(**{**vars(change), "is_item": True})
    assert refusal(item, lustre_is_kept=False).reason.endswith("what is mounted at /home")


def test_danger_for_scratch_is_told() -> None:
    """ParallelCluster would make the file system anew."""
    text = refusal(_change("MANAGED_FSX", "SubnetIds"), lustre_is_kept=True)
    assert text.reason == (
        "ParallelCluster would delete the /scratch that it made, with all files in it"
    )


def test_every_policy_of_the_table_is_judged() -> None:
    """A new version with a new policy fails here, not at an admin's desk."""

    def policies(settings: Any) -> set[str]:  # noqa: ANN401 - a tree of settings
        return {each.policy for each in settings.values()}.union(
            *(policies(each.inner) for each in settings.values())
        )

    assert policies(_settings()) == set(_ALLOWED)
