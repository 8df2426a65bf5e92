"""The projects of the lab as the hub sees them: who works in them, what their pods get."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path("/etc/lab/projects")
"""Where the Secret `projects` is mounted: a file for each project."""

NAMESPACES = ("jupyterhub", "dask")
"""Where pods of a project run: notebooks, and the Dask clusters that they start."""

MOST_FOLDERS = 12
"""NFS tells a server 16 groups of a process, the lowest ones, and each folder takes one:
docs.aws.amazon.com/efs/latest/ug/accessing-fs-nfs-permissions.html; images bring a few more."""

ALREADY_THERE = 409


@dataclass(frozen=True)
class Project:
    """One project: its group has the same name; `efs` says whether it has a folder."""

    name: str
    uid: int
    gid: int
    efs: bool

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


def pod_settings(projects: Sequence[Project]) -> dict[str, Any]:
    """Return what KubeSpawner needs to mount the folders of projects, the first ones first."""
    folders = [project for project in projects if project.efs][:MOST_FOLDERS]
    return {
        "volume_mounts": {
            f"project-{each.name}": {
                "name": "home",
                "mountPath": f"/projects/{each.name}",
                "subPath": f"projects/{each.name}",
            }
            for each in folders
        },
        "supplemental_gids": [each.gid for each in folders],
        # The container that makes the folders reads this, and nobody in the pod can write it.
        "extra_annotations": {
            "lab-project-folders": " ".join(
                f"{each.name}:{each.uid}:{each.gid}" for each in folders
            )
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
    return Project(file.name, owner["uid"], owner["gid"], owner["efs"])
