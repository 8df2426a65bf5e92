"""Start the program of a job."""

from pathlib import Path

import pytest

from localaws.batch.container import StartError
from localaws.batch.starting import start

PATH = {"PATH": "/usr/bin:/bin"}


def test_both_outputs_are_one(tmp_path: Path) -> None:
    """In the folder and with the variables that were given, and no others."""
    script = "pwd; echo $WORD >&2; ps -o sid= -p $$; echo $$"
    process = start(["/bin/sh", "-c", script], environment={**PATH, "WORD": "x"}, folder=tmp_path)
    folder, word, session, leader = process.communicate()[0].decode().split()
    assert (folder, word, session) == (str(tmp_path), "x", leader)


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    """In the words of the ECS agent."""
    with pytest.raises(StartError, match=r"CannotStartContainerError: .*no-such"):
        start([str(tmp_path / "no-such")], environment=PATH)
