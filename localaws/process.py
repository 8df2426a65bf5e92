"""Start an emulator as a process group of its own, recognise it later, and end all of it."""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

from localaws.errors import LocalAwsError
from localaws.installation import PYTHON, ROOT

STOP_SECONDS = 30
POLL_SECONDS = 0.05
ATTEMPTS = 20


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold a lock file, waiting for whoever holds it now.

    Raises:
        LocalAwsError: The folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    except OSError as error:
        raise LocalAwsError(f"{path.parent}: cannot hold an embedded AWS ({error})") from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def holder(path: Path) -> int | None:
    """Return the number of the living process that holds a lock file, or None.

    The kernel drops the lock with its process, so neither a killed emulator, nor a rebooted
    machine, nor another process with the old number can look like a running one.
    """
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _written_number(path)
    except FileNotFoundError:
        return None
    return None


def hold(path: Path) -> TextIO:
    """Take a lock file for the life of this process and write the process's number into it.

    Raises:
        LocalAwsError: Another process holds it.
    """
    file = path.open("a+")
    for _ in range(ATTEMPTS):
        # `holder` takes the lock for an instant when it looks at it.
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            return file
        time.sleep(POLL_SECONDS)
    raise LocalAwsError(f"{path}: another emulator runs in this folder")


def _written_number(path: Path) -> int:
    """Return the process number in a lock file that was taken a moment ago or long since."""
    for _ in range(ATTEMPTS):
        text = path.read_text(encoding="ascii", errors="replace")
        if text.isdecimal():
            return int(text)
        time.sleep(POLL_SECONDS)
    raise LocalAwsError(
        f"{path}: a process holds this file, but its number is not in it;"
        " end that process yourself (`fuser` or `lsof` name it)"
    )


def start(folder: Path, environment: Mapping[str, str], log: Path) -> int:
    """Start the launcher detached from this terminal, and return its process number."""
    with log.open("wb") as output:
        started = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [str(PYTHON), "-m", "localaws", str(folder)],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # It outlives this process on purpose; without this, Python would warn about that.
    started.returncode = 0
    return started.pid


def is_alive(pid: int) -> bool:
    """Tell whether a process, possibly a child of this one, has not ended."""
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def stop(pid: int, lock: Path) -> None:
    """End an emulator and its Lambda workers, leaving it time to write its state.

    Args:
        pid: Leader of the emulator's process group.
        lock: The file that the emulator holds while it lives.

    Raises:
        LocalAwsError: The number does not lead a process group, so it is not an emulator.
    """
    with contextlib.suppress(ProcessLookupError):
        if pid <= 1 or os.getpgid(pid) != pid:
            raise LocalAwsError(
                f"{lock}: process {pid} is no emulator; end the one that holds this file"
                " yourself (`fuser` or `lsof` name it)"
            )
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while holder(lock) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
    # A Lambda function in the middle of a call outlives the emulator.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)
