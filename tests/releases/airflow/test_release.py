"""Tests of the release as a whole: what helm is told, who its pods are, what they may take."""

from typing import Any

import pytest

from cdk.releases.catalog import HELM_VALUES, read_release
from cdk.releases.data_findings import data_findings
from cdk.releases.filled_release import FilledRelease

CORE = (
    *("apiServer", "scheduler", "dagProcessor", "triggerer", "pgbouncer"),
    *("migrateDatabaseJob", "cleanup", "databaseCleanup"),
)
"""Everything that the chart runs but tasks."""


def test_its_files_agree() -> None:
    """Facts and secrets that are named are used, and the other way round."""
    release = read_release(HELM_VALUES / "airflow")
    assert list(data_findings(release, {"external-secrets"})) == []


def test_helm_does_not_wait_for_pods_that_wait_for_its_hook(plain: FilledRelease) -> None:
    """The migration is a hook, as a plain job could not be changed by the next version."""
    assert plain.values["migrateDatabaseJob"]["useHelmHooks"] is True
    assert plain.release.file.wait is False


def test_every_identity_is_a_service_account_of_the_chart(plain: FilledRelease) -> None:
    """A misspelt account would have no rights, and say so only when a task writes its log."""
    values = plain.values
    accounts = {values[part]["serviceAccount"]["name"] for part in ("apiServer", "triggerer")}
    accounts.add(values["workers"]["kubernetes"]["serviceAccount"]["name"])
    assert set(plain.release.file.identities) == accounts


@pytest.mark.parametrize("part", CORE)
def test_core_pods_say_what_they_need(plain: FilledRelease, part: str) -> None:
    """A node is chosen by requests, and memory has an end."""
    resources: dict[str, Any] = plain.values[part]["resources"]
    assert sorted(resources["requests"]) == ["cpu", "memory"]
    assert list(resources["limits"]) == ["memory"]


def test_core_pods_run_on_the_system_nodes(plain: FilledRelease) -> None:
    """What the chart puts nowhere else."""
    assert plain.values["nodeSelector"] == {"lab-pool": "system"}
    assert plain.values["tolerations"] == [
        {"key": "lab-pool", "operator": "Equal", "value": "system", "effect": "NoSchedule"}
    ]


def test_unmaintained_and_needless_parts_are_off(plain: FilledRelease) -> None:
    """No Bitnami database, no queue, no metrics that nobody reads, no user admin/admin."""
    parts = ("postgresql", "redis", "statsd", "createUserJob")
    assert [plain.values[part]["enabled"] for part in parts] == [False] * 4


def test_policies_let_tasks_reach_the_api_server(plain: FilledRelease) -> None:
    """With policies but no source, the chart's own lets nobody in."""
    sources = plain.values["apiServer"]["networkPolicy"]["ingress"]["from"]
    assert plain.values["networkPolicies"]["enabled"] is True
    assert {"tier": "airflow", "release": plain.name} in [
        each.get("podSelector", {}).get("matchLabels") for each in sources
    ]
