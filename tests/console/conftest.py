"""A workplace as a newcomer has it: an empty folder, a lab in it, and the `lab` command."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

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
