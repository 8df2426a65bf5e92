"""The PostgreSQL servers behind RDS instances: started, stopped and removed by the emulator."""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

from localaws.installation import ROOT
from localaws.postgres.settings import Settings

LOG_LINES = 5
STOP_SECONDS = 15


class Databases:
    """Servers by the id that RDS gives an instance for ever, each in a folder of that name.

    A server runs as long as this process holds its standard input open, and no longer.

    Args:
        folder: Where the servers' folders are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._lock = threading.RLock()

    def folder(self, resource_id: str) -> Path:
        """Return the folder of a server."""
        return self._folder / resource_id

    def start(self, resource_id: str, settings: Settings) -> int:
        """Start a server, again if it runs, and return the port on which it listens.

        Raises:
            RuntimeError: It did not start; the message ends with the end of its log.
        """
        # One at a time: a second process for the same folder would wait for the end of the first.
        with self._lock:
            self.stop(resource_id)
            folder = self.folder(resource_id)
            folder.mkdir(parents=True, exist_ok=True)
            process, port = _started(replace(settings, folder=str(folder)), folder / "server.log")
            self._running[resource_id] = process
        return port

    def stop(self, resource_id: str) -> None:
        """Stop a server if it runs, and wait for its end."""
        with self._lock:
            process = self._running.pop(resource_id, None)
            if process is not None:
                _end(process)

    def remove(self, resource_id: str) -> None:
        """Stop a server and delete its data."""
        self.stop(resource_id)
        shutil.rmtree(self.folder(resource_id), ignore_errors=True)

    def stop_all(self) -> None:
        """Stop every server, all at the same time."""
        with self._lock:
            processes, self._running = list(self._running.values()), {}
        for process in processes:
            _close(process)
        for process in processes:
            _end(process)


def _started(settings: Settings, log: Path) -> tuple[subprocess.Popen[str], int]:
    """Start a server's process and return it with the port on which the server listens.

    Raises:
        RuntimeError: It did not start.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "localaws.postgres"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"]},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        )
    assert process.stdin is not None  # noqa: S101 - asked for above
    assert process.stdout is not None  # noqa: S101 - asked for above
    # A process that has ended already says why in its log.
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(settings.line())
        process.stdin.flush()
    port = process.stdout.readline()
    if not port:
        process.wait()
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:]
        raise RuntimeError("\n".join(tail))
    return process, int(port)


def _close(process: subprocess.Popen[str]) -> None:
    """Tell a server's process that it is needed no more."""
    assert process.stdin is not None  # noqa: S101 - every process here has one
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()


def _end(process: subprocess.Popen[str]) -> None:
    """End a server's process, by force if it does not end itself."""
    _close(process)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.stdout is not None  # noqa: S101 - every process here has one
    process.stdout.close()
