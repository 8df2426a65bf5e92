"""The projects of the lab as the hub sees them: who works in them, what their pods get."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path("/etc/lab/projects")
"""Where the Secret `projects` is mounted: a file for each project."""

NAMESPACES = ("jupyterhub", "dask")
"""Where pods of a project run: notebooks, and the Dask clusters that they start."""

ALREADY_THERE = 409


@dataclass(frozen=True)
class Project:
    """One project: its group has the same name; without `permissions` it has no folder."""

    name: str
    uid: int
    gid: int
    permissions: str | None

    @property
    def service_account(self) -> str:
        """The Kubernetes service account with the project's role in AWS."""
        return f"project-{self.name}"


def projects_of(groups: Collection[str], folder: Path = FOLDER) -> list[Project]:
    """Return the projects that people of some groups work in, in the order of their names."""
    if not folder.is_dir():
        return []
    # Names starting with dots are the kubelet's own.
    files = sorted(file for file in folder.iterdir() if not file.name.startswith("."))
    return [_read(file) for file in files if file.name in groups]


def pod_settings(project: Project) -> dict[str, Any]:
    """Return what KubeSpawner needs for a pod that works as a project."""
    identity = {
        "service_account": project.service_account,
        "extra_labels": {"lab-project": project.name},
        "environment": {
            "LAB_PROJECT": project.name,
            "DASK_GATEWAY__CLUSTER__OPTIONS__PROJECT": project.name,
        },
    }
    if project.permissions is None:
        return identity
    mount = {
        "name": "home",
        "mountPath": f"/projects/{project.name}",
        "subPath": f"projects/{project.name}",
    }
    return {
        **identity,
        "volume_mounts": {"project": mount},
        "supplemental_gids": [project.gid],
        # The container that makes the folder reads these, and nobody in the pod can write them.
        "extra_annotations": {
            "lab-project-owner": f"{project.uid}:{project.gid}",
            "lab-project-permissions": project.permissions,
        },
    }


async def make_service_account(api: Any, name: str) -> None:  # noqa: ANN401 - a Kubernetes client
    """Make a service account wherever pods of projects run, unless it is there already.

    Raises:
        ApiException: Kubernetes refuses for another reason.
    """
    account = {"metadata": {"name": name}, "automountServiceAccountToken": False}
    for namespace in NAMESPACES:
        try:
            await api.create_namespaced_service_account(namespace, account)
        except Exception as error:
            if getattr(error, "status", None) != ALREADY_THERE:
                raise


def _read(file: Path) -> Project:
    owner = json.loads(file.read_text(encoding="utf-8"))
    return Project(file.name, owner["uid"], owner["gid"], owner["permissions"])
