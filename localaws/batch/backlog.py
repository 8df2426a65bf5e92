"""The jobs of one queue that could run: first come, first served, or by fair share."""

import heapq
from collections import deque
from collections.abc import Callable
from itertools import count

from localaws.batch.job import Job

_numbers = count()


class Backlog:
    """Jobs that wait for room, in the order in which one share, or one queue, serves them."""

    def __init__(self) -> None:
        self._lines: dict[str, list[tuple[int, int, Job]]] = {}
        self._first: deque[Job] = deque()

    def __len__(self) -> int:
        return len(self._first) + sum(map(len, self._lines.values()))

    def add(self, job: Job) -> None:
        """Put a job at the end; in a fair share, behind those of its priority."""
        share = job.submission.share
        if share is None:
            self._first.append(job)
            return
        line = self._lines.setdefault(share, [])
        heapq.heappush(line, (-(job.submission.priority or 0), next(_numbers), job))

    def head(self, usage: Callable[[str], float]) -> Job | None:
        """Return the job whose turn it is, and leave it there.

        Args:
            usage: What a share has used; between equals the one that waits longest is served.
        """
        while self._first:
            if not self._first[0].has_ended:
                return self._first[0]
            self._first.popleft()
        for share, line in list(self._lines.items()):
            while line and line[0][2].has_ended:
                heapq.heappop(line)
            if not line:
                del self._lines[share]
        if not self._lines:
            return None
        share = min(self._lines, key=lambda name: (usage(name), self._lines[name][0][1]))
        return self._lines[share][0][2]

    def take(self, job: Job) -> None:
        """Remove the job that `head` returned."""
        share = job.submission.share
        if share is None:
            self._first.popleft()
            return
        heapq.heappop(self._lines[share])
        if not self._lines[share]:
            del self._lines[share]
