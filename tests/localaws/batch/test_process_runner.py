"""Jobs as processes of this machine."""

import os
from collections.abc import Callable
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from localaws.batch import process_runner
from localaws.batch.container import Container, Mount, StartError
from localaws.batch.memory import MemoryWatch
from localaws.batch.process_runner import ProcessRunner
from localaws.batch.reaper import Reaper


class NoReaper(Reaper):
    """Stands in for the program that ends processes with the emulator."""

    def add(self, what: int | str) -> None:
        """Take a process group."""

    def remove(self, what: int | str) -> None:
        """Let it go."""


class NoWatch(MemoryWatch):
    """Stands in for the watch of memory."""

    when_over: Callable[[], None]

    def add(self, leader: int, limit: int, when_over: Callable[[], None]) -> None:
        """Keep what is called for a process that is over its limit."""
        assert (leader > 1, limit) == (True, 64 * 1024 * 1024)
        self.when_over = when_over


def _run(folder: Path, *command: str, mounts: list[Mount] | None = None) -> tuple[int, str]:
    """Run a command and return its code and its output."""
    running = ProcessRunner(NoWatch(), NoReaper()).start(
        _container(folder, *command, mounts=mounts)
    )
    code = running.poll(20)
    output = os.read(running.output, 10_000).decode()
    running.close()
    assert code is not None
    return code, output


def _container(folder: Path, *command: str, mounts: list[Mount] | None = None) -> Container:
    environment = {"PATH": os.defpath, "CHANNEL": "FITC-A"}
    return Container("n", "i", list(command), environment, 1, 64, folder, mounts or [])


def test_environment_is_the_jobs_alone(tmp_path: Path) -> None:
    """With a home of its own, in which it starts."""
    code, output = _run(tmp_path, "sh", "-c", "echo $CHANNEL $HOME; pwd; env | grep -c ^")
    work = tmp_path / "work"
    assert (code, output.splitlines()[:2]) == (0, [f"FITC-A {work}", str(work)])
    assert int(output.splitlines()[2]) <= 6


def test_program_that_is_not_there_does_not_start(tmp_path: Path) -> None:
    """On the job's PATH, not on ours."""
    with pytest.raises(StartError, match='exec: "no-such": executable file not found'):
        _run(tmp_path, "no-such")


def test_job_without_command_does_not_start(tmp_path: Path) -> None:
    """The image's own command is not known here."""
    with pytest.raises(StartError, match="No command specified"):
        _run(tmp_path)


def test_folders_are_told_where_they_cannot_be_mounted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On macOS the job sees by variables where its folders are."""
    monkeypatch.setattr(process_runner, "can_mount", lambda: False)
    mounts = [Mount(tmp_path, "/scratch")]
    _, output = _run(tmp_path, "sh", "-c", "echo $LOCALAWS_MOUNT_0", mounts=mounts)
    assert output == f"/scratch={tmp_path}\n"


def test_children_that_have_left_the_session_are_killed_too(tmp_path: Path) -> None:
    """Nothing escapes by a session of its own."""
    script = "setsid sh -c 'echo $$; exec sleep 60' & wait"
    running = ProcessRunner(NoWatch(), NoReaper()).start(_container(tmp_path, "sh", "-c", script))
    child = psutil.Process(int(os.read(running.output, 100)))
    running.kill()
    assert running.poll(20) == 137
    assert child.wait(20) is None or not child.is_running()
    running.close()


def test_memory_over_the_limit_kills_it(tmp_path: Path) -> None:
    """And is noted as the reason."""
    watch = NoWatch()
    running = ProcessRunner(watch, NoReaper()).start(_container(tmp_path, "sleep", "60"))
    watch.when_over()
    assert (running.poll(20), running.out_of_memory) == (137, True)
    running.close()
