"""Questions about many cluster files to one process, as starting ParallelCluster takes seconds."""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.pcluster.edits import Tree, edited

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent
PYTHON = ROOT / ".venv-pcluster" / "bin" / "python"
TABLES = ("refused", "let_pass")
EDITS = ("put", "add", "remove", "copies")

_NFS = [{"peer": "<client_group>", "from_port": 2049, "to_port": 2049}]
NFS_BOTH_WAYS = {"ingress": _NFS, "egress": _NFS}
"""What the group before the file system allows; the templates of labs are compared with it."""

Answers = dict[str, Any]
"""By the name of what was asked."""


def ask(request: dict[str, Any]) -> Answers:
    """Return what the program in ParallelCluster's environment answers.

    Raises:
        AssertionError: it failed; the message has the end of what it wrote.
    """
    done = subprocess.run(  # noqa: S603
        [PYTHON, "-m", "tests.pcluster.program"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=ROOT,
        # Nothing of the machine's own settings for AWS may reach it.
        env={
            "PATH": "/usr/bin:/bin",
            "AWS_DEFAULT_REGION": "us-east-1",
            # ParallelCluster prints sets: with this, in one order.
            "PYTHONHASHSEED": "0",
        },
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    answers: Answers = json.loads(done.stdout)
    return answers


@cache
def table(name: str) -> dict[str, dict[str, Any]]:
    """Return the cases of a data file of this folder, by name."""
    cases: dict[str, dict[str, Any]] = YAML(typ="safe").load(FOLDER / f"{name}.yaml")
    return cases


@cache
def updates() -> dict[str, tuple[Tree, Tree]]:
    """Return the old and the new cluster file of every case of `updates.yaml`."""
    pairs = {}
    for case, said in table("updates").items():
        old = edited(sample(), **said.get("before", {}))
        pairs[case] = (old, edited(old, **{key: said[key] for key in EDITS if key in said}))
    return pairs


@cache
def sample() -> Tree:
    """Return the cluster file that the tables change."""
    tree: Tree = YAML(typ="safe").load(FOLDER / "samples" / "cluster.yaml")
    return edited(tree)


def cases() -> dict[str, Tree]:
    """Return the changed cluster file of every case of the tables."""
    return {
        f"{name}: {case}": edited(sample(), **{key: said[key] for key in EDITS if key in said})
        for name in TABLES
        for case, said in table(name).items()
    }


def cluster_names() -> dict[str, str]:
    """Return the name of the cluster for each case that needs one of its own."""
    return {
        f"{name}: {case}": said["cluster"]
        for name in TABLES
        for case, said in table(name).items()
        if "cluster" in said
    }


def new_findings(answers: Answers, name: str) -> list[str]:
    """Return what ParallelCluster says of a case, without what it says of the sample."""
    usual = answers["sample"]["findings"]
    return [": ".join(each) for each in answers[name]["findings"] if each not in usual]
