"""What the stack puts into S3 for nodes, and a mirror with stand-ins, as two folders."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.bootstrap.nodes import artifacts, manifest

ROOT = Path(__file__).parents[3]
OTHERS = ("jupyter", "kernels", "hub")
"""Steps that tests/slurm runs: they install what only a real hub needs."""

SETTINGS = {
    "LAB_NAME": "demo",
    "LAB_ENV": "dev",
    "AWS_REGION": "eu-central-1",
    "AWS_ACCOUNT": "111122223333",
    "CLUSTER_NAME": "demo-dev",
    "SHARED_FOLDER": "/shared",
    "HOMES_FOLDER": "home",
    "TOPIC_ARN": "arn:aws:sns:eu-central-1:111122223333:alarms",
    "ACCOUNTING": "no",
    "MIRROR_URL": "file:///mirror",
    "PROJECT_ROLES_PATH": "/lab/demo/dev/project_roles",
}
ADA, GRACE = (
    "ada\t30001\tada.lovelace\tpbmc-atlas,cytometry-screen\n",
    "grace\t30002\tgrace.hopper\tcytometry-screen\n",
)
PROJECTS = (
    "cytometry-screen\t20002\t20002\t2770\t50\n"
    "pbmc-atlas\t20001\t20001\t0750\t100\n"
    "plans\t20003\t20003\t-\t10\n"
)
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHoqgB7LMwGbKDyDOLl/L0rSLe8aOWyv0uZpYDPBvJ7u ada\n"
STAND_INS: dict[str, Callable[[Path, manifest.Download], Path]] = {
    "miniforge": artifacts.miniforge,
    "rstudio-server": artifacts.rstudio_server,
}


class Bucket:
    """Two folders: `bucket` is S3's, `mirror` the lab's mirror of downloads."""

    def __init__(self, folder: Path) -> None:
        self.bucket, self.mirror = folder / "bucket", folder / "mirror"
        self.mirror.mkdir(parents=True)
        shutil.copytree(ROOT / "bootstrap/nodes", self.bucket / "nodes")
        for role in (self.bucket / "nodes/roles").iterdir():
            steps = role.read_text().splitlines()
            role.write_text("".join(f"{step}\n" for step in steps if step not in OTHERS))
        downloads = [
            replace(
                download, sha256=artifacts.sha256(STAND_INS[download.name](self.mirror, download))
            )
            for download in manifest.read()
        ]
        manifest.write(self.bucket / "nodes/manifest.tsv", downloads)
        self.environments: dict[str, tuple[str, str]] = {}
        self.settings()
        self.write("users.tsv", ADA + GRACE)
        self.write("projects.tsv", PROJECTS)
        self.write("ssh_keys/ada", KEY)
        self.environment("pbmc-atlas", "scanpy", "hello from pbmc-atlas")

    def write(self, name: str, text: str) -> None:
        """Write a file of lab/."""
        path = self.bucket / "lab" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def settings(self, **changed: str) -> None:
        """Write settings.env."""
        values = SETTINGS | changed
        self.write("settings.env", "".join(f"{key}='{text}'\n" for key, text in values.items()))

    def environment(self, project: str, name: str, says: str, *, broken: bool = False) -> str:
        """Put an environment with one program into the lab; return the name of its folder."""
        line = artifacts.conda_package(self.mirror / "channel", f"hello-{len(says)}", says)
        lock = f"# platform: linux-64\n@EXPLICIT\n{line}{'0' * broken}\n"
        self.write(f"environments/{project}/{name}.lock", lock)
        digest = hashlib.sha256(lock.encode()).hexdigest()
        self.environments[f"{project}\t{name}"] = (digest, line)
        rows = [f"{key}\t{sha256}\n" for key, (sha256, _) in sorted(self.environments.items())]
        self.write("environments.tsv", "".join(rows))
        return digest[:16]

    def step(self, role: str, name: str, script: str) -> None:
        """Give a role another step, as the last one."""
        (self.bucket / "nodes/steps" / f"{name}.sh").write_text(script)
        with (self.bucket / "nodes/roles" / role).open("a") as steps:
            steps.write(f"{name}\n")
