"""Tests of the settings of Dask Gateway."""

from typing import Any

import pytest

from cdk.dask_gateway.config import DaskGatewayConfig


def gateway(**settings: Any) -> DaskGatewayConfig:  # noqa: ANN401 - as in YAML
    """Return settings as they come from a file."""
    return DaskGatewayConfig.model_validate(settings)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, []),
        ({"worker_cores": 9}, ["worker_cores"]),
        ({"worker_memory_gib": 57}, ["worker_memory_gib"]),
        ({"worker_cores": 9, "group_limits": {"a": {"worker_cores": 16}}}, ["worker_cores"]),
        ({"limits": {"cluster_cores": 2}}, ["limits.cluster_cores"]),
        ({"limits": {"cluster_cores": 3}}, []),
        ({"limits": {"cluster_memory_gib": 11}}, ["limits.cluster_memory_gib"]),
        ({"quota": {"cores": 63}}, ["limits.cluster_cores"]),
        ({"quota": {"cores": 64}}, []),
        (
            {"group_limits": {"a": {"cluster_cores": 257}}},
            ["group_limits.a.cluster_cores"],
        ),
        (
            {"group_limits": {"a": {"cluster_cores": 257}}, "quota": {"cores": 512}},
            [],
        ),
    ],
)
def test_what_does_not_fit_is_refused(settings: dict[str, Any], expected: list[str]) -> None:
    """A worker that nobody asked for is allowed to everybody, a cluster fits into the quota."""
    problems = gateway(**settings).problems()
    assert [".".join(map(str, problem.path)) for problem in problems] == expected


def test_a_group_has_no_less_than_everybody() -> None:
    """What it does not say, and what it says too low, is as for everybody."""
    config = gateway(group_limits={"a": {"cluster_cores": 128, "clusters": 1}})
    limits = [config.limit(name, "a") for name in ("cluster_cores", "clusters", "worker_cores")]
    assert limits == [128, 2, 8]


def test_the_largest_pod_is_that_of_any_group_or_the_scheduler() -> None:
    """The namespace has to let it in."""
    groups = {"a": {"worker_cores": 16}, "b": {"worker_memory_gib": 100}}
    config = gateway(group_limits=groups, scheduler_memory_gib=120)
    assert (config.largest_worker_cores, config.largest_worker_memory_gib) == (16, 100)
    assert (config.largest_pod_cores, config.largest_pod_memory_gib) == (16, 120)
