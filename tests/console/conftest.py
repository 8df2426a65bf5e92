"""A workplace as a newcomer has it: an empty folder, a lab in it, and the `lab` command."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cdk.config.load import load
from console.runs import Chosen, Desk
from tests.virtuallab.bench import Bench, NewClient, emulated, make_bench

SMALL_LAB = Path(__file__).parents[1] / "cdk" / "config" / "lab"
LAB_COMMAND = [sys.executable, "-c", "from console.main import main; main()"]


@dataclass(frozen=True)
class Workplace:
    """A folder with a lab, in which commands run as a person's would."""

    folder: Path

    def lab(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `lab` to its end and return what it printed."""
        return subprocess.run(  # noqa: S603 - our own command
            [*LAB_COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `lab` in a process group of its own, as a terminal does, and return at once."""
        return subprocess.Popen(  # noqa: S603 - our own command
            [*LAB_COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )

    def environment(self) -> dict[str, str]:
        """Return an environment with AWS settings that must never be used."""
        root = str(Path(__file__).parents[2])
        decoys = {"AWS_PROFILE": "real", "AWS_ENDPOINT_URL": "https://198.51.100.7"}
        return {**os.environ, **decoys, "PYTHONPATH": root}

    def write(self, name: str, text: str) -> None:
        """Replace a file of the lab."""
        (self.folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """Return a workplace whose embedded AWS is stopped in the end."""
    folder = tmp_path_factory.mktemp("work") / "lab"
    shutil.copytree(SMALL_LAB, folder)
    place = Workplace(folder)
    yield place
    place.lab("local", "down", "--all")


@dataclass
class ServicesOnly:
    """An AWS that was entered, of which commands want nothing but clients."""

    client: NewClient
    name: str = "the embedded AWS"
    emulated: bool = True


@pytest.fixture(scope="session")
def new_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewClient]:
    """Run an embedded AWS of its own for projects that submit jobs."""
    with emulated(tmp_path_factory.mktemp("local-aws")) as client:
        yield client


def let_submit(lab: Path, *projects: str) -> None:
    """Give a lab job queues, and projects the right to submit to them."""
    digest = "0a1b2c3d" * 8
    image = f"111122223333.dkr.ecr.eu-central-1.amazonaws.com/lab-runner@sha256:{digest}"
    for file, line in (
        ("lab.yaml", f"batch: {{image: {image}}}"),
        *((f"projects/{project}.yaml", "fan_out: {}") for project in projects),
    ):
        with (lab / file).open("a", encoding="utf-8") as text:
            text.write(f"{line}\n")


@dataclass(frozen=True)
class Submitting:
    """A project with jobs to submit, and the desk at which commands do it."""

    desk: Desk
    bench: Bench


@pytest.fixture
def new_desk(new_client: NewClient, tmp_path: Path) -> Callable[..., Submitting]:
    """Return what makes a project of the small lab whose state machine has some definition."""

    def make(*definition: dict[str, Any]) -> Submitting:
        bench = make_bench(new_client, tmp_path, *definition, lab="small")
        chosen = Chosen(load(SMALL_LAB, "dev"), Path("labs/small"), bench.project.name)
        bench.upload("plates/a/1", "plates/b/1")
        return Submitting(Desk(chosen, ServicesOnly(new_client), 0, local=True), bench)

    return make
