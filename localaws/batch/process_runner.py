"""Run a job's command as processes of this machine, where no container engine has its image."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil  # type: ignore[import-untyped]

from localaws.batch import mounts
from localaws.batch.container import Container, StartError
from localaws.batch.memory import MemoryWatch
from localaws.batch.reaper import Reaper
from localaws.batch.starting import start

# Isolated, and without site-packages: it starts in a sixtieth of a second.
_PYTHON = (sys.executable, "-I", "-S", mounts.__file__)
_MIB = 1024 * 1024


@cache
def can_mount() -> bool:
    """Return whether folders can be mounted for one job alone, as on most Linux machines."""
    if not sys.platform.startswith("linux"):
        return False
    with TemporaryDirectory() as root, TemporaryDirectory() as source:
        command = [*_PYTHON, "--probe", root, source]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


class ProcessRunner:
    """Runs a command in a session of its own, with its memory watched.

    The image counts for nothing here: the command finds the programs of this machine.

    Args:
        memory: Watches them.
        reaper: Ends them when the emulator is killed.
    """

    def __init__(self, memory: MemoryWatch, reaper: Reaper) -> None:
        self._memory = memory
        self._reaper = reaper

    def start(self, container: Container) -> "RunningProcess":
        """Start a container's command.

        Raises:
            StartError: There is no such program.
        """
        work = container.folder / "work"
        work.mkdir()
        environment = {"HOME": str(work), "TMPDIR": str(work), **container.environment}
        _require_program(container.command, environment["PATH"])
        command = container.command
        if container.mounts and can_mount():
            command = _mounting(container, work)
        else:
            for number, mount in enumerate(container.mounts):
                environment[f"LOCALAWS_MOUNT_{number}"] = f"{mount.target}={mount.source}"
        process = start(command, environment=environment, folder=work)
        return RunningProcess(process, container.memory_mib * _MIB, self._memory, self._reaper)


class RunningProcess:
    """A session of processes.

    Args:
        process: Its leader.
        limit: How many bytes of memory they may use together.
        memory: Watches them.
        reaper: Ends them when the emulator is killed.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], limit: int, memory: MemoryWatch, reaper: Reaper
    ) -> None:
        assert process.stdout is not None  # noqa: S101 - asked for above
        self.output = process.stdout.fileno()
        self.out_of_memory = False
        self._process = process
        self._memory = memory
        self._reaper = reaper
        reaper.add(process.pid)
        memory.add(process.pid, limit, self._end_for_memory)

    def poll(self, seconds: float) -> int | None:
        """Wait for the leader's end at most so long; return its exit code as a container has it."""
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        return code if code >= 0 else 128 - code

    def terminate(self) -> None:
        """Ask the leader to end, as a container's first process is asked."""
        self._process.terminate()

    def kill(self) -> None:
        """End all of them, those too that have left the session."""
        children: list[psutil.Process] = []
        with contextlib.suppress(psutil.Error):
            children = psutil.Process(self._process.pid).children(recursive=True)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for child in children:
            with contextlib.suppress(psutil.Error):
                child.kill()

    def close(self) -> None:
        """End what the leader left behind, and forget it."""
        self.kill()
        self._memory.remove(self._process.pid)
        self._reaper.remove(self._process.pid)
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        self._process.stdout.close()

    def _end_for_memory(self) -> None:
        """End all of them, as the kernel does in a container that is over its limit."""
        self.out_of_memory = True
        self.kill()


def _require_program(command: list[str], path: str) -> None:
    """Check that a program exists, unless it is in a folder that is yet to be mounted."""
    if not command:
        raise StartError("CannotStartContainerError: No command specified")
    if "/" not in command[0] and shutil.which(command[0], path=path) is None:
        raise StartError(
            f'CannotStartContainerError: exec: "{command[0]}": executable file not found in $PATH'
        )


def _mounting(container: Container, work: Path) -> list[str]:
    """Return the command that mounts a container's folders and becomes its command."""
    root = container.folder / "root"
    root.mkdir()
    mounted = [(str(m.source), m.target, m.read_only) for m in container.mounts]
    return [*_PYTHON, *mounts.command_line(str(root), str(work), mounted, container.command)]
