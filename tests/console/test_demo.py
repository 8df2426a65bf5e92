"""The demo as the README promises it, in an empty folder, twice."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.conftest import Workplace

LABS = Path(__file__).parents[2] / "labs"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """Return an empty folder with the demo lab."""
    place = Workplace(tmp_path_factory.mktemp("demo"))
    shutil.copytree(LABS, place.folder / "labs")
    yield place
    place.lab("local", "down", "--all")


@pytest.fixture(scope="module")
def first_run(folder: Workplace) -> subprocess.CompletedProcess[str]:
    """Run the demo."""
    return folder.lab("demo")


def test_real_data_goes_through_and_all_answers_are_right(
    first_run: subprocess.CompletedProcess[str],
) -> None:
    """700 real cells come back, and every service answers as it should."""
    assert first_run.returncode == 0, first_run.stderr
    assert "aws:kms: 700 cells, 765 genes, 10 cell types" in first_run.stdout
    lines = [line.split("  ") for line in first_run.stdout.splitlines()]
    answers = [line[0] for line in lines if line[0] in ("yes", "NO")]
    assert answers == ["yes"] * 22


def test_plates_are_analysed_each_by_a_job(
    first_run: subprocess.CompletedProcess[str],
) -> None:
    """One needs more memory and gets it, one is broken and told by mail."""
    rows = [line.split()[:3] for line in first_run.stdout.splitlines()]
    for expected in (["plate-03", "escalated", "2"], ["plate-05", "failed", "2"]):
        assert expected in rows
    assert "The mail that the project's owner gets" in first_run.stdout
    assert "Reason:   gate_plate.py ended with exit status 1" in first_run.stdout


@pytest.mark.usefixtures("first_run")
def test_second_run_changes_nothing(folder: Workplace) -> None:
    """It says so, and asks all questions again."""
    done = folder.lab("demo")
    assert done.returncode == 0, done.stderr
    assert "demo dev: no changes" in done.stdout
