"""Watch how much memory the processes of jobs use, as a container's limit would."""

import contextlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil  # type: ignore[import-untyped]

SECONDS = 0.05
# Looking for children that have left their session is slow; every this many looks is enough.
_SEARCH_EVERY = 10


@dataclass
class _Watched:
    """The processes of one job."""

    limit: int
    when_over: Callable[[], None]
    others: set[int] = field(default_factory=set)


class MemoryWatch:
    """One thread for all jobs that run; it sleeps while there are none."""

    def __init__(self) -> None:
        self._watched: dict[int, _Watched] = {}
        self._lock = threading.Lock()
        self._busy = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, leader: int, limit: int, when_over: Callable[[], None]) -> None:
        """Watch a process that leads a session, with all its children.

        Args:
            leader: Its number.
            limit: How many bytes they may use together.
            when_over: Called once, when they use more.
        """
        with self._lock:
            self._watched[leader] = _Watched(limit, when_over)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
        self._busy.set()

    def remove(self, leader: int) -> None:
        """Watch a process no more."""
        with self._lock:
            self._watched.pop(leader, None)
            if not self._watched:
                self._busy.clear()

    def _run(self) -> None:
        """Look every so often while something is watched."""
        looks = 0
        while True:
            self._busy.wait()
            with self._lock:
                watched = dict(self._watched)
            if looks % _SEARCH_EVERY == 0:
                _search(watched)
            looks += 1
            for leader, processes in _sessions(watched).items():
                job = watched[leader]
                if used(processes | job.others, job.limit) > job.limit:
                    self.remove(leader)
                    job.when_over()
            threading.Event().wait(SECONDS)


def used(processes: set[int], limit: int) -> int:
    """Return the bytes that processes have in memory together.

    Memory that they share is in the resident size of each, so a sum over the limit is taken
    again with shared pages in parts, where the system counts those.
    """
    total = sum(_size(number, "rss") for number in processes)
    if total > limit and psutil.LINUX:
        return sum(_size(number, "pss") for number in processes)
    return total


def _size(number: int, kind: str) -> int:
    """Return the size of a process, 0 when it has ended."""
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(number)
        info = process.memory_info() if kind == "rss" else process.memory_full_info()
        return int(getattr(info, kind))
    return 0


def _sessions(watched: dict[int, _Watched]) -> dict[int, set[int]]:
    """Return the processes of each watched session."""
    found: dict[int, set[int]] = {leader: set() for leader in watched}
    for number in psutil.pids():
        with contextlib.suppress(OSError):
            session = os.getsid(number)
            if session in found:
                found[session].add(number)
    return found


def _search(watched: dict[int, _Watched]) -> None:
    """Look for children that have begun a session of their own."""
    for leader, job in watched.items():
        with contextlib.suppress(psutil.Error):
            children = psutil.Process(leader).children(recursive=True)
            job.others = {child.pid for child in children}
