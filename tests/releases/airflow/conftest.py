"""Fixtures: the release of a lab with Airflow, and programs that run in Airflow's environment."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk.config.enabled_releases import enabled_releases
from cdk.config.lab import LabConfig
from cdk.facts import Facts
from cdk.releases.catalog import HELM_VALUES, read_release
from cdk.releases.filled_release import FilledRelease
from tests.releases.filled import lab
from tests.releases.programs import ROOT

FOLDER = Path(__file__).parent
PYTHON = ROOT / ".venv-airflow/bin/python"

SSH_DAGS = {
    "repository": "git@github.com:my-lab/dags.git",
    "sub_path": "dags",
    "known_hosts": "github.com ssh-ed25519 AAAAEXAMPLE",
    "credentials_secret_arn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:dags-a1b2c3",
}
INGRESS = {
    "domain": "lab.example.org",
    "certificate_arn": "arn:aws:acm:us-east-1:111122223333:"
    "certificate/0a1b2c3d-0000-4000-8000-000000000000",
}


def filled(config: LabConfig) -> FilledRelease:
    """Return a lab's release of Airflow as helm and kubectl would receive it."""
    release = enabled_releases(config, {"airflow": read_release(HELM_VALUES / "airflow")})[
        "airflow"
    ]
    return release.filled(config, facts=Facts.example(), secrets=release.example_secrets())


def lab_with(**settings: Any) -> LabConfig:  # noqa: ANN401 - as in YAML
    """Return a lab with Airflow and a scratch and a results bucket."""
    buckets = {"scratch": {"expiration_days": 30}, "results": {}}
    return lab(storage={"buckets": buckets}, **{"airflow": {}, **settings})


@pytest.fixture(scope="session")
def plain() -> FilledRelease:
    """Return the release of a lab that only wrote `airflow: {}`."""
    return filled(lab_with())


@pytest.fixture(scope="session")
def full() -> FilledRelease:
    """Return the release of a lab with an ingress, private DAGs and a digest for an image."""
    airflow = {
        "image": f"registry.example.org/lab/airflow@sha256:{'0' * 64}",
        "dags": SSH_DAGS,
        "api_replicas": 2,
        "roles": {"op": ["gpu-users"]},
    }
    return filled(lab_with(airflow=airflow, ingress=INGRESS))


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Return what runs a program of this folder in Airflow's environment and gives its answer."""

    def in_airflow(program: str, request: object, **variables: str) -> Any:  # noqa: ANN401 - JSON
        home = tmp_path_factory.mktemp("airflow")
        done = subprocess.run(  # noqa: S603
            [PYTHON, FOLDER / program],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
            env={
                "AIRFLOW_HOME": str(home),
                "HOME": str(home),
                "PATH": "/usr/bin:/bin",
                **variables,
            },
        )
        assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return json.loads(done.stdout.splitlines()[-1])

    return in_airflow
