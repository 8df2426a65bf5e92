"""The form and the job's script, filled by Jinja in an environment that has it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.releases.programs import PROGRAMS

JUPYTER = Path(__file__).parents[4] / "bootstrap/nodes/jupyter"
PROGRAM = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from jinja2 import Template
from notebook_choice import Choice, Offer, partitions
from notebook_form import form
asked = json.load(sys.stdin)
choice = Choice(**asked["choice"])
offer = Offer(tuple(asked["programs"]), ("pbmc-atlas", "<b>"), partitions(asked["sinfo"]))
script = Template(Path(sys.argv[1], "notebook.sbatch.j2").read_text(encoding="utf-8"))
holes = {**asdict(choice), "homedir": "/shared/home/ada", "cmd": "/bin/true"}
json.dump({"form": form(offer, choice), "script": script.render(**holes)}, sys.stdout)
"""
CHOICE = {
    "program": "lab",
    "project": "pbmc-atlas",
    "partition": "gpu",
    "cores": 4,
    "memory_gib": 16,
    "hours": 12,
    "gpus": 1,
}
CPU = "cpu|up|8|60000|(null)|infinite\ncpu-ondemand|up|8|60000|(null)|infinite\n"
GPU = "gpu|up|8|30000|gpu:t4:1|1-00:00:00\n"


def _filled(*, sinfo: str, programs: tuple[str, ...], **changes: object) -> dict[str, Any]:
    asked = {"choice": {**CHOICE, **changes}, "sinfo": sinfo, "programs": programs}
    done = subprocess.run(  # noqa: S603 - our own program
        [PROGRAMS["hub"], "-c", PROGRAM, JUPYTER],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(JUPYTER), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture(scope="module")
def with_gpu() -> dict[str, Any]:
    """Return what somebody gets who may have everything."""
    return _filled(sinfo=CPU + GPU, programs=("lab", "rstudio"))


@pytest.fixture(scope="module")
def without() -> dict[str, Any]:
    """Return what a lab with one queue on demand gives."""
    sinfo = CPU.splitlines()[1]
    return _filled(sinfo=sinfo, programs=("lab",), partition="cpu-ondemand", gpus=0)


def test_form_shows_the_choice_and_the_largest_limits(with_gpu: dict[str, Any]) -> None:
    """The hub checks those of the partition."""
    assert '<option value="gpu" selected>' in with_gpu["form"]
    assert "gpu: up to 8 cores, 29 GiB, 1 GPU\n" in with_gpu["form"]
    assert 'name="memory_gib" required min="1" max="58" value="16"' in with_gpu["form"]


def test_form_says_what_is_on_spot(with_gpu: dict[str, Any], without: dict[str, Any]) -> None:
    """By the sibling on demand."""
    assert "cpu: up to 8 cores, 58 GiB (spot)" in with_gpu["form"]
    assert "Spot is cheaper" in with_gpu["form"]
    assert "Spot" not in without["form"]


def test_form_has_no_field_without_a_choice(without: dict[str, Any]) -> None:
    """Neither for the program nor for GPUs."""
    assert 'type="hidden" name="program" value="lab"' in without["form"]
    assert 'name="gpus"' not in without["form"]


def test_form_escapes_names(with_gpu: dict[str, Any]) -> None:
    """A name is never markup."""
    assert "<b>" not in with_gpu["form"]
    assert "&lt;b&gt;" in with_gpu["form"]


def test_script_asks_slurm_for_the_choice(with_gpu: dict[str, Any]) -> None:
    """And for the one node that a notebook runs on."""
    asked = [line for line in with_gpu["script"].splitlines() if line.startswith("#SBATCH")]
    assert [line.removeprefix("#SBATCH --") for line in asked] == [
        "job-name=notebook",
        "output=/shared/home/ada/.notebook.log",
        "open-mode=truncate",
        "chdir=/shared/home/ada",
        "export=ALL",
        "account=pbmc-atlas",
        "partition=gpu",
        "nodes=1",
        "ntasks=1",
        "cpus-per-task=4",
        "mem=16G",
        "time=12:00:00",
        "gres=gpu:1",
        "no-requeue",
    ]


def test_script_asks_for_no_gpus_where_none_are_wanted(without: dict[str, Any]) -> None:
    """Slurm would refuse none of them."""
    assert "gres" not in without["script"]


def test_script_has_what_newer_slurm_accepts(with_gpu: dict[str, Any]) -> None:
    """Not batchspawner's `--get-user-env=L`, which sbatch refuses since 25.05."""
    assert "get-user-env" not in with_gpu["script"]
    assert with_gpu["script"].startswith("#!/bin/bash -l\n")
