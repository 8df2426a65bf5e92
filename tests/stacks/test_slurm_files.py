"""What nodes of the cluster are told."""

import hashlib
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cdk.config.lab import LabConfig
from cdk.config.load import Loaded, load
from cdk.facts import Facts
from cdk.slurm.config import SlurmConfig
from stacks.slurm_files import cluster_projects, node_files, notebook_partition, settings_file

DEMO = Path(__file__).parents[2] / "labs" / "demo"


@pytest.fixture(scope="module")
def demo() -> Loaded:
    """Return the demo lab."""
    return load(DEMO, "dev")


def settings(config: LabConfig, slurm: SlurmConfig, **changes: str | None) -> dict[str, str]:
    """Return the settings file of a lab, as a real shell reads it."""
    told = {"topic_arn": "arn:topic", "hub_url": "http://localhost:8000", "target_group_arn": None}
    text = settings_file(config, slurm, facts=Facts.example(), **{**told, **changes})  # type: ignore[arg-type]
    script = f"set -a; {text}\nenv -0"
    out = subprocess.run(  # noqa: S603 - our own lines
        ["/bin/bash", "-c", script], capture_output=True, check=True, env={}, text=True
    )
    return dict(line.split("=", 1) for line in out.stdout.split("\0") if line)


def test_people_come_with_number_login_and_projects(demo: Loaded) -> None:
    """The first project is the one that owns new files."""
    assert node_files(demo.config, demo.lock_files)["users.tsv"].splitlines() == [
        "ada\t30001\tada\tpbmc-atlas",
        "rosalind\t30002\trosalind.franklin\tcytometry-screen,pbmc-atlas",
    ]


def test_projects_come_with_numbers_permissions_and_shares(demo: Loaded) -> None:
    """Those of the file system, and of the queue."""
    assert node_files(demo.config, demo.lock_files)["projects.tsv"].splitlines() == [
        "cytometry-screen\t20002\t20002\t2770\t100",
        "pbmc-atlas\t20001\t20001\t2770\t200",
    ]


def test_environments_come_with_their_lock_files(demo: Loaded) -> None:
    """The digest names the environment, so that another lock makes another one."""
    files = node_files(demo.config, demo.lock_files)
    lock = (DEMO / "environments" / "samtools.lock").read_text(encoding="utf-8")
    assert files["environments/pbmc-atlas/samtools.lock"] == lock
    digest = hashlib.sha256(lock.encode()).hexdigest()
    assert files["environments.tsv"] == f"pbmc-atlas\tsamtools\t{digest}\n"


def test_a_project_without_the_cluster_is_not_told(demo: Loaded) -> None:
    """Nor are people told who work in nothing else."""
    atlas = demo.config.projects["pbmc-atlas"]
    assert atlas is not None
    projects = {**demo.config.projects, "pbmc-atlas": atlas.model_copy(update={"slurm": None})}
    config = demo.config.model_copy(update={"projects": projects})
    files = node_files(config, demo.lock_files)
    assert [*cluster_projects(config)] == ["cytometry-screen"]
    assert files["users.tsv"] == "rosalind\t30002\trosalind.franklin\tcytometry-screen\n"
    assert files["environments.tsv"] == ""


def test_keys_of_people_are_files_of_their_own(demo: Loaded) -> None:
    """Who has none has no file."""
    ada = demo.config.users["ada"]
    assert ada is not None
    keys = ("ssh-ed25519 AAAA ada", "ssh-ed25519 BBBB laptop")
    users = {**demo.config.users, "ada": ada.model_copy(update={"ssh_keys": keys})}
    files = node_files(demo.config.model_copy(update={"users": users}), demo.lock_files)
    assert {name: text for name, text in files.items() if name.startswith("ssh_keys")} == {
        "ssh_keys/ada": "ssh-ed25519 AAAA ada\nssh-ed25519 BBBB laptop\n"
    }


def test_a_shell_reads_the_settings(demo: Loaded) -> None:
    """Values with blanks and quotes stay whole."""
    slurm = demo.config.slurm
    assert slurm is not None
    found = settings(demo.config, slurm, hub_url="https://x.example/it's a $(hub)")
    assert found["HUB_URL"] == "https://x.example/it's a $(hub)"
    assert found["LOGIN_SCOPES"] == "openid email profile"
    assert (found["SHARED_FOLDER"], found["HOMES_FOLDER"]) == ("/shared", "home")
    assert (found["ACCOUNTING"], found["TARGET_GROUP_ARN"]) == ("yes", "")
    assert (found["NOTEBOOK_MEMORY_MIB"], found["NOTEBOOK_CORES"]) == ("8192", "2")
    assert found["PROJECT_ROLES_PATH"] == "/lab/demo/dev/project_roles"


def test_settings_are_those_that_the_scripts_know(demo: Loaded) -> None:
    """Each key is read by some script of the nodes, and none of them reads another."""
    slurm = demo.config.slurm
    assert slurm is not None
    text = settings_file(
        demo.config,
        slurm,
        facts=Facts.example(),
        topic_arn="",
        hub_url="",
        target_group_arn=None,
    )
    keys = {line.split("=")[0] for line in shlex.split(text)}
    scripts = Path(__file__).parents[2] / "bootstrap" / "nodes"
    told = "\n".join(
        file.read_text(encoding="utf-8")
        for file in scripts.rglob("*")
        if file.is_file() and file.suffix in {".sh", ".py", ".service", ""}
    )
    assert [key for key in sorted(keys) if key not in told] == []


@pytest.mark.parametrize(
    ("queues", "chosen", "expected"),
    [
        ({"cpu": {}, "gpu": {}}, None, "cpu-ondemand"),
        ({"cpu": {"spot": False}}, None, "cpu"),
        ({"cpu": {}, "highmem": {}}, "highmem", "highmem"),
    ],
)
def test_notebooks_start_on_demand_unless_told_otherwise(
    queues: dict[str, object], chosen: str | None, expected: str
) -> None:
    """A reclaimed node takes unsaved work along."""
    slurm = SlurmConfig.model_validate({"queues": queues, "notebook": {"partition": chosen}})
    assert notebook_partition(slurm) == expected


def test_homes_are_where_the_hub_on_kubernetes_has_them(
    config: Callable[[str, str], LabConfig],
) -> None:
    """One folder for a person on every plane."""
    lab = config("labs/demo", "dev")
    assert lab.jupyterhub is not None
    assert lab.slurm is not None
    hub = lab.jupyterhub.model_copy(update={"homes_folder": "people"})
    assert settings(lab.model_copy(update={"jupyterhub": hub}), lab.slurm)["HOMES_FOLDER"] == (
        "people"
    )
    without = lab.model_copy(update={"jupyterhub": None})
    assert settings(without, lab.slurm)["HOMES_FOLDER"] == "home"
