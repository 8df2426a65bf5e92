"""Tests of Airflow's options: each is one that this Airflow and its providers have."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.config.compose import compose
from cdk.config.origin import Layer
from cdk.releases.catalog import HELM_VALUES, read_release
from cdk.releases.chart_schema import misfits
from cdk.releases.filled_release import FilledRelease
from tests.releases.airflow.chart_stand_in import airflow_cfg

PLANTED: dict[str, tuple[dict[str, Any], str]] = {
    "section": ({"config": {"corre": {"parallelism": 1}}}, "corre.parallelism is unknown"),
    "option": ({"config": {"core": {"paralelism": 1}}}, "core.paralelism is unknown"),
    "option of a provider": (
        {"config": {"kubernetes_executor": {"delete_worker_pod": "True"}}},
        "kubernetes_executor.delete_worker_pod is unknown",
    ),
    "number": (
        {"config": {"core": {"parallelism": "many"}}},
        "core.parallelism: AirflowConfigException",
    ),
    "truth": (
        {"config": {"fab": {"cookie_secure": "perhaps"}}},
        "fab.cookie_secure: AirflowConfigException",
    ),
    "executor": (
        {"executor": "KubernetsExecutor"},
        "core.executor is no executor of Airflow: KubernetsExecutor",
    ),
    "class": (
        {"config": {"core": {"auth_manager": "airflow.providers.fab.FabAuthManagr"}}},
        "core.auth_manager cannot be imported",
    ),
}
"""Mistakes that nobody would see before Airflow runs, and what is to be said of each."""


@pytest.fixture(scope="module")
def answer(
    plain: FilledRelease, full: FilledRelease, run: Callable[..., Any]
) -> dict[str, list[str]]:
    """Return what Airflow says of our values, and of them with mistakes planted."""
    request = {"plain": airflow_cfg(plain.values), "full": airflow_cfg(full.values)}
    for name, (mistake, _) in PLANTED.items():
        request[name] = airflow_cfg(compose([Layer(plain.values), Layer(mistake)]).values)
    said: dict[str, list[str]] = run("options_program.py", request)
    return said


@pytest.mark.parametrize("name", ["plain", "full"])
def test_airflow_knows_every_option(answer: dict[str, list[str]], name: str) -> None:
    """No option is misspelt, none of another version, each value can be read."""
    assert answer[name] == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted_mistakes_are_found(answer: dict[str, list[str]], name: str) -> None:
    """The check sees one mistake of each kind."""
    assert answer[name] == [PLANTED[name][1]]


@pytest.mark.parametrize("name", ["plain", "full"])
def test_the_chart_takes_the_values(name: str, request: pytest.FixtureRequest) -> None:
    """The recorded schema of the chart, closed at the top as well, finds nothing."""
    values = request.getfixturevalue(name).values
    assert list(_misfits(values)) == []


def test_the_chart_does_not_take_a_misspelt_key(plain: FilledRelease) -> None:
    """The official schema is open at the top; the recorded one is not."""
    found = _misfits({**plain.values, "executr": "KubernetesExecutor"})
    assert [misfit.path for misfit in found] == [("executr",)]


def _misfits(values: dict[str, Any]) -> list[Any]:
    release = read_release(HELM_VALUES / "airflow")
    return list(misfits(values, release.schema_file, release.chart))
