"""The examples for Slurm run on a real one: the distribution's Slurm, under systemd, with munge."""

import csv
import json
from typing import Any

import pytest

from tests.nodes.machine import Machine
from tests.slurm.conftest import accounting

SAMPLES = "/projects/pbmc-atlas/samples"
PYTHON = "/software/jupyter/current/bin/python"
NUMBER = 8
AS_TEXT = """
jobs() { scontrol --oneliner show job | grep "JobName=$1 "; }
finished() { [ -z "$(squeue --noheader)" ]; }
until_finished() { for _ in $(seq 200); do finished && return; sleep 0.3; done; squeue; return 1; }
"""


@pytest.fixture(scope="module")
def samples(cluster: Machine) -> list[dict[str, Any]]:
    """Return what is in samples that Ada has in her project's folder."""
    print(f"Slurm is {cluster.run('sinfo --version').stdout.strip()} of {cluster.system}")  # noqa: T201
    made = cluster.run(f"python3 /programs/samples_program.py {SAMPLES} {NUMBER}", user="ada")
    cluster.run("cp /examples/* ~/", user="ada")
    return list(json.loads(made.stdout))


@pytest.fixture(scope="module")
def array(cluster: Machine, samples: list[dict[str, Any]]) -> str:
    """Return what Slurm says of the array job, when it has ended."""
    last = len(samples) - 1
    submit = f"sbatch --array=0-{last}%4 count_cells.sbatch {SAMPLES} /projects/pbmc-atlas/counts"
    return cluster.run(f"{AS_TEXT}{submit}; until_finished; jobs count-cells", user="ada").stdout


def _read(lines: list[str], header: list[str] | None = None, split: str = ",") -> dict[str, Any]:
    rows = csv.DictReader(lines, fieldnames=header, delimiter=split)
    return {row["sample"]: {**row, "cells": int(row["cells"])} for row in rows}


def _as_text(samples: list[dict[str, Any]]) -> dict[str, Any]:
    keys = ("median_counts", "mitochondrial_percent")
    return {
        str(each["sample"]): {**each, **{key: str(each[key]) for key in keys}} for each in samples
    }


def test_array_job_counts_every_sample(
    cluster: Machine, array: str, samples: list[dict[str, Any]]
) -> None:
    """A task for each sample, a file for each task, and the numbers that were planted."""
    assert array.count("JobState=COMPLETED") == NUMBER
    files = cluster.run("cat /projects/pbmc-atlas/counts/*.csv", user="ada").stdout
    header, *_ = files.splitlines()
    lines = [line for line in files.splitlines() if line != header]
    assert _read([header, *lines]) == _as_text(samples)


@pytest.mark.usefixtures("array")
def test_array_job_works_as_its_owner_for_the_project(cluster: Machine, array: str) -> None:
    """The project's account pays, and its members can read the results."""
    assert array.count("UserId=ada(30001)") == NUMBER
    assert array.count("Account=pbmc-atlas") == NUMBER
    assert array.count("Partition=cpu ") == NUMBER
    owner = cluster.run("stat --format '%U %G' /projects/pbmc-atlas/counts/donor-00.csv").stdout
    assert owner == "ada pbmc-atlas\n"


@pytest.mark.usefixtures("array")
def test_array_job_does_not_work_twice(cluster: Machine) -> None:
    """A task that Slurm starts again finds its result."""
    again = (
        f"sbatch --array=3 count_cells.sbatch {SAMPLES} /projects/pbmc-atlas/counts"
        "; until_finished; cat count-cells-*_3.log"
    )
    assert "donor-03 is done already" in cluster.run(AS_TEXT + again, user="ada").stdout


@pytest.mark.usefixtures("samples")
def test_slurm_refuses_the_account_of_another_project(cluster: Machine) -> None:
    """Accounts come from the lab's YAML, and Slurm keeps to them."""
    if accounting() == "no":
        pytest.skip(f"there are no accounts on {cluster.system}: its slurmdbd does not start")
    submit = f"sbatch --array=0 --account=cytometry-screen count_cells.sbatch {SAMPLES} /tmp/none"
    refused = cluster.run(submit, user="ada", check=False)
    assert refused.returncode == 1
    assert "Invalid account or account/partition combination" in refused.stdout


def test_dask_computes_although_a_worker_dies(
    cluster: Machine, samples: list[dict[str, Any]]
) -> None:
    """A worker is taken away amid its work, as AWS does with spot machines."""
    if not cluster.system.startswith("Ubuntu"):
        # A broken pipe each time; nodes run Python 3.12 of Ubuntu, where it does not happen.
        pytest.skip(f"Dask 2026.8 does not keep TLS connections with Python of {cluster.system}")
    run = f"""{AS_TEXT}
    first() {{ squeue --noheader --name dask-worker --states RUNNING --format %i | head -n 1; }}
    {PYTHON} dask_on_slurm.py pbmc-atlas {SAMPLES} >dask.txt 2>dask.err &
    for _ in $(seq 300); do [ -s dask.txt ] && break; sleep 0.1; done
    scancel "$(first)"
    wait $! || {{ cat dask.err ~/.dask-logs/*; exit 1; }}
    until_finished
    jobs dask-worker >workers.txt
    cat dask.txt
    """
    lines = cluster.run(run, user="ada").stdout.splitlines()
    workers = cluster.run("cat ~/workers.txt", user="ada").stdout
    assert _read(lines, [*samples[0]], "\t") == _as_text(samples)
    assert workers.count("Account=pbmc-atlas") >= 2
    assert "UserId=ada(30001)" in workers
