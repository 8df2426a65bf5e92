"""End the processes of jobs when the emulator is gone: a program that outlives it for a moment.

It reads numbers of process groups from its standard input, `+1234` when one starts and `-1234`
when it has ended. When nobody can write there any more, it kills those that are left.
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

    def add(self, group: int) -> None:
        """Have a process group ended with the emulator."""
        self._tell(f"+{group}")

    def remove(self, group: int) -> None:
        """Let a process group be, which has ended."""
        self._tell(f"-{group}")

    def _tell(self, line: str) -> None:
        with self._lock:
            if self._process is None:
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                    [sys.executable, "-I", "-S", str(Path(__file__))],
                    stdin=subprocess.PIPE,
                    text=True,
                    start_new_session=True,
                )
            assert self._process.stdin is not None  # noqa: S101 - asked for above
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.write(f"{line}\n")
                self._process.stdin.flush()


def reap(lines: Iterable[str]) -> None:
    """Read which process groups start and end, then kill those that are left."""
    groups: set[int] = set()
    for line in lines:
        change = groups.add if line[0] == "+" else groups.discard
        change(int(line[1:]))
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    reap(sys.stdin)
