"""Fixtures: what JupyterHub's own programs make of the values of a lab."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from tests.releases.filled import INGRESS, filled, lab
from tests.releases.programs import KUBECONFIG, PROGRAMS

ANA = {
    "cognito:username": "ana.k@lab.org",
    "cognito:groups": ["lab-users", "pbmc-atlas", "flow", "buckets-only"],
}
BEN = {"cognito:username": "ben", "cognito:groups": ["lab-users", "gpu-users"]}
CLEO = {"cognito:username": "cleo", "cognito:groups": ["lab-admins"]}
EVE = {"cognito:username": "eve"}

PROJECTS = {
    "pbmc-atlas": {"uid": 20001, "gid": 20001, "permissions": "2770"},
    "flow": {"uid": 20002, "gid": 20002, "permissions": "2770"},
    "buckets-only": {"uid": 20003, "gid": 20003, "permissions": None},
    "foreign": {"uid": 20004, "gid": 20004, "permissions": "2770"},
}

STARTS: list[dict[str, Any]] = [
    *(
        {"id": f"ben-{name}", "claims": BEN, "form": {"profile": [name]}}
        for name in ("gpu", "small", "large", "rstudio")
    ),
    *(
        {
            "id": f"ana-{name}",
            "claims": ANA,
            "form": {"profile": [name], f"profile-option-{name}--project": ["pbmc-atlas"]},
        }
        for name in ("small", "large", "rstudio")
    ),
    {"id": "ana-gpu", "claims": ANA, "form": {"profile": ["gpu"]}},
    {"id": "ana-no-project", "claims": ANA, "form": {"profile": ["small"]}},
    {"id": "ana-second", "claims": ANA, "form": {"profile": ["large"]}, "server": "second one"},
    {"id": "cleo-gpu", "claims": CLEO, "form": {"profile": ["gpu"]}},
    {"id": "ben-foreign", "claims": BEN, "options": {"profile": "small", "project": "flow"}},
    {"id": "ben-hidden", "claims": BEN, "options": {"project": "flow"}},
    {"id": "ana-foreign", "claims": ANA, "options": {"project": "foreign"}},
    {"id": "ana-buckets", "claims": ANA, "options": {"project": "buckets-only"}},
    {"id": "eve", "claims": EVE, "form": {"profile": ["small"]}},
]
"""Servers that people ask for, in this order: by form as in a browser, or by options as by API.

None is stopped before the next: so JupyterHub keeps a person's spawner after a start that failed.
"""

PLANTED: dict[str, dict[str, Any]] = {
    "KubeSpawner.start_timout": {"config": {"KubeSpawner": {"start_timout": 900}}},
    "GenericOAuthenticator.allowed_group": {
        "config": {"GenericOAuthenticator": {"allowed_group": ["lab-users"]}}
    },
    "JupyterHub.active_servers_limit": {"config": {"JupyterHub": {"active_servers_limit": 1}}},
    "OAuthenticater.scope": {"config": {"OAuthenticater": {"scope": ["openid"]}}},
    "small.mem_limt": {"profiles": [{"slug": "small", "kubespawner_override": {"mem_limt": "4G"}}]},
    "small.display_nam": {"profiles": [{"slug": "small", "display_nam": "Small"}]},
}
"""Mistakes that the programs themselves would ignore in silence, by what is to be reported."""


@pytest.fixture(scope="session")
def config() -> LabConfig:
    """Return a lab with every profile and Dask."""
    return lab(
        eks={"node_pools": {"gpu": {}}},
        jupyterhub={"profiles": {"gpu": {}}, "egress_cidrs": {"licences": "10.4.0.17/32"}},
        dask_gateway={},
        ingress=INGRESS,
    )


@pytest.fixture(scope="session")
def hub_values(config: LabConfig) -> dict[str, Any]:
    """Return the values of its release, as helm would receive them."""
    return filled("jupyterhub", config).values


@pytest.fixture(scope="session")
def answer(hub_values: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what JupyterHub, OAuthenticator and KubeSpawner say, run once for all tests."""
    folder = tmp_path_factory.mktemp("hub")
    kubeconfig = folder / "kubeconfig"
    kubeconfig.write_text(json.dumps(KUBECONFIG), encoding="utf-8")
    request = {
        "values": hub_values,
        "projects": PROJECTS,
        "starts": STARTS,
        "planted": list(PLANTED.values()),
    }
    done = subprocess.run(  # noqa: S603 - our own program
        [PROGRAMS["hub"], Path(__file__).parent / "hub_program.py"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=folder,
        env={"KUBECONFIG": str(kubeconfig), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr[-4000:]
    said: dict[str, Any] = json.loads(done.stdout)
    return said
