"""Fixtures: what Dask Gateway's own programs make of the values of a lab."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from tests.releases.filled import filled, lab
from tests.releases.programs import PROGRAMS

NOTEBOOK = "pangeo/pangeo-notebook:2026.06.04"
GROUPS = ["lab-users", "pbmc-atlas"]

ASKED: list[dict[str, Any]] = [
    {"id": "usual", "options": {}},
    {
        "id": "large",
        "options": {
            "worker_cores": 4,
            "worker_memory": 32,
            "image": "pangeo/ml-notebook:2025.12.30",
            "environment": {"OMP_NUM_THREADS": 1},
        },
    },
    {"id": "project", "options": {"project": "pbmc-atlas"}},
    {"id": "foreign", "options": {"project": "flow"}},
    {"id": "cores", "options": {"worker_cores": 9}},
    {"id": "memory", "options": {"worker_memory": 57}},
    {"id": "image", "options": {"image": "evil/miner:1.0"}},
    {"id": "unknown", "options": {"namespace": "kube-system"}},
    {"id": "second", "options": {}, "running": 1},
    {"id": "third", "options": {}, "running": 2},
    {"id": "gpu-cores", "groups": ["gpu-users"], "options": {"worker_cores": 16}},
    {"id": "gpu-third", "groups": ["gpu-users", "lab-users"], "options": {}, "running": 2},
]
"""What somebody asks of the gateway, who has so many clusters already."""

PLANTED: dict[str, dict[str, Any]] = {
    "KubeClusterConfig.idle_timout": {"KubeClusterConfig": {"idle_timout": 1800}},
    "KubeClusterConfig.worker_mem_limt": {"KubeClusterConfig": {"worker_mem_limt": "8 G"}},
    "UserLimits.max_clusters": {"UserLimits": {"max_clusters": 2}},
}
"""Settings that do not exist, some of them from other backends, by what is to be reported."""


@pytest.fixture(scope="session")
def config() -> LabConfig:
    """Return a lab in which one group may have more."""
    return lab(
        jupyterhub={"profiles": {"gpu": {}}},
        dask_gateway={
            "group_limits": {"gpu-users": {"worker_cores": 16, "cluster_cores": 128, "clusters": 4}}
        },
    )


@pytest.fixture(scope="session")
def gateway_values(config: LabConfig) -> dict[str, Any]:
    """Return the values of its release, as helm would receive them."""
    return filled("dask-gateway", config).values


@pytest.fixture(scope="session")
def answer(
    gateway_values: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Return what Dask Gateway says, run once for all tests."""
    person = {"name": "ana.k@lab.org", "groups": GROUPS}
    request = {
        "values": gateway_values,
        "asked": [{**person, **each} for each in ASKED],
        "planted": list(PLANTED.values()),
    }
    done = subprocess.run(  # noqa: S603 - our own program
        [PROGRAMS["gateway"], Path(__file__).parent / "gateway_program.py"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=tmp_path_factory.mktemp("gateway"),
        env={"PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr[-4000:]
    said: dict[str, Any] = json.loads(done.stdout)
    return said
