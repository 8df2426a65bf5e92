"""Fixtures: what JupyterHub's own programs make of the values of a lab."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from tests.releases.filled import INGRESS, filled, lab
from tests.releases.programs import KUBECONFIG, PROGRAMS

SETTINGS: dict[str, Any] = {
    "eks": {"node_pools": {"gpu": {}}},
    "jupyterhub": {"profiles": {"gpu": {}}, "egress_cidrs": {"licences": "10.4.0.17/32"}},
    "dask_gateway": {},
    "ingress": INGRESS,
}

ANA = {
    "cognito:username": "ana.k@lab.org",
    "cognito:groups": ["lab-users", "pbmc-atlas", "flow", "buckets-only"],
}
BEN = {"cognito:username": "ben", "cognito:groups": ["lab-users", "gpu-users"]}
CLEO = {"cognito:username": "cleo", "cognito:groups": ["lab-admins"]}
EVE = {"cognito:username": "eve"}
ROSALIND = {"cognito:username": "rosalind.franklin", "cognito:groups": ["lab-users", "pbmc-atlas"]}

PROJECTS: dict[str, dict[str, Any]] = {
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
    {"id": "rosalind", "claims": ROSALIND, "form": {"profile": ["small"]}},
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


USERS = {
    "ada": {"uid": 30001, "projects": ["pbmc-atlas"]},
    "rosalind": {
        "uid": 30002,
        "projects": ["flow", "pbmc-atlas"],
        "login": "Rosalind.Franklin",
    },
    "grace_h": {"uid": 30003, "projects": ["pbmc-atlas"], "login": "grace"},
    "charles": None,
}

ADA = {"cognito:username": "ada", "cognito:groups": ["lab-users", "pbmc-atlas"]}
GRACE = {"cognito:username": "grace", "cognito:groups": ["lab-users"]}

STARTS_OF_USERS: list[dict[str, Any]] = [
    {
        "id": "ada-rstudio-project",
        "claims": ADA,
        "form": {"profile": ["rstudio"], "profile-option-rstudio--project": ["pbmc-atlas"]},
    },
    {"id": "ada-rstudio", "claims": ADA, "form": {"profile": ["rstudio"]}},
    {"id": "ada-small", "claims": ADA, "form": {"profile": ["small"]}},
    {"id": "ada-foreign", "claims": ADA, "options": {"profile": "small", "project": "flow"}},
    {"id": "ada-again", "claims": ADA, "form": {"profile": ["small"]}},
    {"id": "ada-second", "claims": ADA, "form": {"profile": ["small"]}, "server": "second one"},
    {
        "id": "rosalind-project",
        "claims": ROSALIND,
        "form": {"profile": ["small"], "profile-option-small--project": ["pbmc-atlas"]},
    },
    {"id": "grace-small", "claims": GRACE, "form": {"profile": ["small"]}},
    {"id": "ben-small", "claims": BEN, "form": {"profile": ["small"]}},
    {
        "id": "ana-project",
        "claims": ANA,
        "form": {"profile": ["small"], "profile-option-small--project": ["pbmc-atlas"]},
    },
    {"id": "as-rosalind", "claims": {**BEN, "cognito:username": "Rosalind"}, "form": {}},
    {"id": "as-charles", "claims": {**BEN, "cognito:username": "charles"}, "form": {}},
]
"""Servers in a lab that has `users`, some of them of people who are none."""

REFRESHES: dict[str, dict[str, Any]] = {
    "has the name": {"name": "rosalind", "claims": ROSALIND},
    "no user": {"name": "ben", "claims": {**BEN, "cognito:username": "Ben"}},
    "renamed since": {"name": "rosalind.franklin", "claims": ROSALIND},
    "locked since": {"name": "charles", "claims": {"cognito:username": "charles"}},
}
"""People who have logged in before, and what the login said of them then."""


@pytest.fixture(scope="session")
def config() -> LabConfig:
    """Return a lab with every profile and Dask."""
    return lab(**SETTINGS)


@pytest.fixture(scope="session")
def config_with_users() -> LabConfig:
    """Return the same lab with people who have accounts of their own."""
    projects = {
        name: {"owner": "ada@example.org", "posix": {"uid": each["uid"], "gid": each["gid"]}}
        for name, each in PROJECTS.items()
    }
    return lab(**SETTINGS, projects=projects, users=USERS)


@pytest.fixture(scope="session")
def hub_values(config: LabConfig) -> dict[str, Any]:
    """Return the values of its release, as helm would receive them."""
    return filled("jupyterhub", config).values


@pytest.fixture(scope="session")
def answer(hub_values: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what JupyterHub, OAuthenticator and KubeSpawner say, run once for all tests."""
    return run(hub_values, STARTS, tmp_path_factory.mktemp("hub"))


@pytest.fixture(scope="session")
def answer_with_users(
    config_with_users: LabConfig, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Return what they say in a lab whose people have accounts."""
    values = filled("jupyterhub", config_with_users).values
    return run(values, STARTS_OF_USERS, tmp_path_factory.mktemp("hub"), [*REFRESHES.values()])


def run(
    values: dict[str, Any],
    starts: Sequence[dict[str, Any]],
    folder: Path,
    refreshes: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return the answer of the hub's programs in a folder of their own."""
    kubeconfig = folder / "kubeconfig"
    kubeconfig.write_text(json.dumps(KUBECONFIG), encoding="utf-8")
    request = {
        "values": values,
        "projects": PROJECTS,
        "starts": starts,
        "refreshes": refreshes,
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
