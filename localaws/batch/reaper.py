"""End the processes of jobs when the emulator is gone: a program that outlives it for a moment.

It reads from its standard input what starts, `+1234` for a process group and `+podman:name` for a
container, and the same with `-` when it has ended. When nobody can write there any more, it kills
those that are left.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path


class Reaper:
    """The program, started with the first job."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def add(self, what: int | str) -> None:
        """Have a process group, or a container as `engine:name`, ended with the emulator."""
        self._tell(f"+{what}")

    def remove(self, what: int | str) -> None:
        """Let be what has ended."""
        self._tell(f"-{what}")

    def _tell(self, line: str) -> None:
        with self._lock:
            if self._process is None:
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                    [sys.executable, "-I", "-S", str(Path(__file__))],
                    env={k: v for k, v in os.environ.items() if k != "DOCKER_HOST"},
                    stdin=subprocess.PIPE,
                    text=True,
                    start_new_session=True,
                )
            assert self._process.stdin is not None  # noqa: S101 - asked for above
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.write(f"{line}\n")
                self._process.stdin.flush()


def reap(lines: Iterable[str]) -> None:
    """Read what starts and ends, then kill what is left."""
    left: set[str] = set()
    for line in lines:
        change = left.add if line[0] == "+" else left.discard
        change(line[1:].strip())
    for what in left:
        engine, _, name = what.partition(":")
        with contextlib.suppress(OSError):
            if name:
                subprocess.run([engine, "kill", name], capture_output=True, check=False)  # noqa: S603
            else:
                os.killpg(int(what), signal.SIGKILL)


if __name__ == "__main__":
    reap(sys.stdin)
