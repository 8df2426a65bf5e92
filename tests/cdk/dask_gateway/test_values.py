"""Tests of the values that settings make for Dask Gateway's chart."""

import json
from typing import Any

from cdk.dask_gateway.config import DaskGatewayConfig
from cdk.dask_gateway.values import values


def made(*, images: tuple[str, ...] = ("a:1",), **settings: Any) -> Any:  # noqa: ANN401
    """Return the values of settings as they come from a file."""
    return values(DaskGatewayConfig.model_validate(settings), images=images)["gateway"]


def told(gateway: Any) -> Any:  # noqa: ANN401
    """Return what the options learn of the settings."""
    (variable,) = gateway["env"]
    assert variable["name"] == "LAB_DASK_SETTINGS"
    return json.loads(variable["value"])


def test_images_are_those_of_profiles_and_more() -> None:
    """Each once, the default notebook's first; a digest is no tag."""
    gateway = made(images=("a@sha256:0", "b:1"))
    assert told(gateway)["images"] == ["a@sha256:0", "b:1"]
    assert gateway["backend"]["image"] == {"name": "a@sha256:0", "tag": ""}


def test_further_images_come_last() -> None:
    """Those that stand in the settings of Dask Gateway."""
    config = DaskGatewayConfig.model_validate({"images": ["c:1", "a:1"]})
    gateway = values(config, images=["a:1", "b:1"])["gateway"]
    assert told(gateway)["images"] == ["a:1", "b:1", "c:1"]


def test_options_learn_limits_and_idle_time() -> None:
    """In seconds; of a group only what it says."""
    known = told(made(idle_minutes=10, group_limits={"a": {"clusters": 4}}))
    assert known["idle_seconds"] == 600
    assert known["limits"]["cluster_cores"] == 64
    assert known["group_limits"] == {"a": {"clusters": 4}}


def test_requests_are_limits() -> None:
    """Of scheduler and worker, in cores and GiB."""
    backend = made(scheduler_cores=2, worker_memory_gib=16, worker_spill_gib=50)["backend"]
    assert backend["scheduler"] == {
        "cores": {"request": 2, "limit": 2},
        "memory": {"request": "4 G", "limit": "4 G"},
    }
    assert backend["worker"]["memory"] == {"request": "16 G", "limit": "16 G"}
    (volume,) = backend["worker"]["extraPodConfig"]["volumes"]
    assert volume["emptyDir"] == {"sizeLimit": "50Gi"}
