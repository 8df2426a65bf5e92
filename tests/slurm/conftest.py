"""A cluster of one node: the repository's scripts start it as head and as login node."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdk.config.load import Loaded, load
from cdk.facts import Facts
from stacks.slurm_files import node_files, settings_file
from tests.nodes.machine import Machine, machine
from tests.nodes.tree import tree
from tests.slurm.software import jupyter

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
LEFT_OUT = {"downloads", "conda", "environments"}
"""Steps of the head node that fetch Miniforge: tests/bootstrap/nodes/ runs them."""

TARGET_GROUP = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/hub/0a1b2c3d"

LATER = """
log=/var/log/cloud-init-output.log
while [[ $(systemctl show --property SubState --value lab-later) =~ ^(running|start)$ ]]; do
  sleep 0.1
done
[[ ! -e $log ]] || { cat $log && rm $log; }
[[ $(systemctl show --property SubState --value lab-later) == dead ]]
"""
"""Waits for the steps that a login node makes in the background, and prints what they said."""


def accounting() -> str:
    """Return whether there are accounts: slurmdbd of Debian 13 cannot talk to its MariaDB."""
    return "yes" if tree().system.startswith("Ubuntu") else "no"


def _settings(demo: Loaded) -> str:
    """Return what the lab's stack writes, but for the login, and a notebook that ends sooner."""
    assert demo.config.slurm
    provider = "http://127.0.0.1:9000"
    login = {"login_authorize_url": f"{provider}/authorize", "login_token_url": f"{provider}/token"}
    written = settings_file(
        demo.config,
        demo.config.slurm,
        facts=Facts.example().model_copy(update=login),
        topic_arn="arn:aws:sns:us-east-1:111122223333:alerts",
        hub_url="http://localhost:8000",
        target_group_arn=TARGET_GROUP,
    )
    return f"{written}NOTEBOOK_IDLE_MINUTES=0.2\nACCOUNTING={accounting()}\n"


def _source(folder: Path) -> Path:
    """Return a folder as the bucket of the cluster has it."""
    shutil.copytree(ROOT / "bootstrap/nodes", folder / "nodes")
    head = folder / "nodes/roles/head"
    steps = [step for step in head.read_text().splitlines() if step not in LEFT_OUT]
    head.write_text("\n".join(steps) + "\n")
    demo = load(ROOT / "labs/demo", "dev")
    files = node_files(demo.config, demo.lock_files)
    for name, text in {**files, "settings.env": _settings(demo)}.items():
        file = folder / "lab" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def start(node: Machine, role: str) -> str:
    """Start a machine as ParallelCluster would, wait for what follows, and return the log."""
    printed = node.run(
        f"bash /source/nodes/start.sh {role} /source 0123456789abcdef", LAB_PATH="/stand_ins"
    ).stdout
    return printed + node.run(LATER).stdout


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Return a machine on which Slurm and the lab's hub run."""
    folder = tmp_path_factory.mktemp("cluster")
    stand_ins = shutil.copytree(HERE / "stand_ins", folder / "stand_ins")
    secret = {"client_id": "client-of-airflow", "client_secret": "secret of airflow"}
    (stand_ins / "secret.json").write_text(json.dumps(secret))
    shared = folder / "shared"
    (shared / "software/jupyter").mkdir(parents=True)
    programs = {f"/programs/{file.name}": file for file in HERE.glob("*.py")}
    programs["/programs/oidc_stand_in.py"] = ROOT / "tests/releases/airflow/oidc_stand_in.py"
    seen = {
        "/shared/software/jupyter": jupyter(),
        "/source": _source(folder / "source"),
        "/stand_ins": stand_ins,
        "/slurm.sh": HERE / "slurm.sh",
        "/usr/lib/rstudio-server/bin/rserver": stand_ins / "rserver",
        "/examples": ROOT / "examples/slurm",
        **programs,
    }
    with machine("login1", boot=True, writable={"/shared": shared}, readable=seen) as node:
        node.run("bash /slurm.sh", ACCOUNTING=accounting())
        node.run("setsid python3 /programs/metadata_program.py >/dev/null 2>&1 &")
        start(node, "head")
        start(node, "login")
        yield node
