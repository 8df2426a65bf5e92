"""Rules between what is asked for and what the node pools may hold."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.config.rules.capacity import (
    apps_fit,
    profiles_fit,
    tasks_fit,
    tasks_have_room,
    workers_fit,
)
from tests.cdk.config.rules.conftest import DASH, Spoil

Paths = Callable[..., list[str]]
RULES = (profiles_fit, workers_fit, apps_fit, tasks_have_room, tasks_fit)


def test_a_good_lab_is_silent(lab: Spoil, paths: Paths) -> None:
    """The defaults fit each other."""
    assert [paths(rule, lab()) for rule in RULES] == [[]] * len(RULES)


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        ({"gpu": {}}, "gpu.node_pool"),
        ({"large": {"cpu_guarantee": 48, "cpu_limit": 48}}, "large.cpu_guarantee"),
        ({"large": {"memory_gib": 300}}, "large.memory_gib"),
    ],
)
def test_a_profile_that_no_machine_can_run_is_named(
    lab: Spoil, paths: Paths, profile: dict[str, Any], field: str
) -> None:
    """It would wait for ever."""
    spoilt = lab(jupyterhub={"profiles": profile})
    assert paths(profiles_fit, spoilt) == [f"jupyterhub.profiles.{field}"]


def test_a_gpu_profile_runs_where_there_is_a_pool(lab: Spoil, paths: Paths) -> None:
    """Two words in the YAML switch both on."""
    with_gpus = lab(
        jupyterhub={"profiles": {"gpu": {}}},
        eks={"admin_roles": ["role/admins"], "node_pools": {"gpu": {}}},
    )
    assert paths(profiles_fit, with_gpus) == []


def test_a_worker_that_no_machine_can_run_is_named(lab: Spoil, paths: Paths) -> None:
    """Dask Gateway would accept it, and Kubernetes never start it."""
    spoilt = lab(dask_gateway={"limits": {"worker_cores": 48}})
    assert paths(workers_fit, spoilt) == ["dask_gateway.limits.worker_cores"]


def test_an_app_that_no_machine_can_run_is_named(lab: Spoil, paths: Paths) -> None:
    """The pool `general` has machines of 8 cores, with at most 64 GiB."""
    large = {"plates": DASH | {"cpu": 16, "memory_gib": 200}}
    assert paths(apps_fit, lab(apps=large)) == ["apps.plates.cpu", "apps.plates.memory_gib"]


def test_a_task_that_no_machine_can_run_is_named(lab: Spoil, paths: Paths) -> None:
    """The pool `tasks` has machines of 32 cores."""
    spoilt = lab(airflow={"task": {"cpu": 60, "memory_gib": 400}})
    expected = ["airflow.task.cpu", "airflow.task.memory_gib"]
    assert paths(tasks_have_room, spoilt) == expected


def test_more_tasks_than_cores_are_a_warning(lab: Spoil) -> None:
    """They wait, and then they run."""
    (problem,) = tasks_fit(lab(airflow={"parallelism": 512}))
    assert problem.path == ("airflow", "parallelism")
    assert problem.warning


def test_without_airflow_there_are_no_tasks(lab: Spoil, paths: Paths) -> None:
    """Nothing is counted that is not there."""
    assert paths(tasks_fit, lab(airflow=None)) == []
