"""The memory of jobs is watched."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from localaws.batch.memory import MemoryWatch, used

MIB = 1024 * 1024
HOLD = "import sys, time; held = bytearray(80 * 1024 * 1024); print('held', flush=True); "
# A child in a session of its own holds the memory.
CHILD = (
    "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]],"
    " start_new_session=True)"
)


@pytest.fixture
def hungry() -> Iterator[subprocess.Popen[str]]:
    """Start a process that holds 80 MiB."""
    yield from _started([sys.executable, "-c", f"{HOLD} time.sleep(60)"])


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[str]]:
    """Start a process whose child holds 80 MiB, and has left its session."""
    yield from _started([sys.executable, "-c", CHILD, f"{HOLD} sys.stdin.read()"])


def _started(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Start a process as the leader of a session, and wait until it holds its memory."""
    with subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def _is_reported(process: subprocess.Popen[str], limit: int, seconds: float) -> bool:
    """Return whether a process is over a limit within some seconds."""
    over = threading.Event()
    watch = MemoryWatch()
    watch.add(process.pid, limit, over.set)
    try:
        return over.wait(seconds)
    finally:
        watch.remove(process.pid)


def test_process_over_its_limit_is_reported(hungry: subprocess.Popen[str]) -> None:
    """Within a look or two."""
    assert _is_reported(hungry, 50 * MIB, 10)


def test_process_under_its_limit_is_left_alone(hungry: subprocess.Popen[str]) -> None:
    """Several looks later still."""
    assert not _is_reported(hungry, 500 * MIB, 0.3)


def test_children_count_wherever_they_are(parent: subprocess.Popen[str]) -> None:
    """A session of its own does not hide a child."""
    assert _is_reported(parent, 50 * MIB, 10)


def test_process_that_has_ended_uses_nothing() -> None:
    """It is no error that it has gone."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    assert used({process.pid}, 0) == 0
