"""One thread that asks Batch about all jobs that executions wait for."""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

logger = logging.getLogger("localaws.stepfunctions.job_poller")

Job = dict[str, Any]

# docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobs.html
MOST_JOBS = 100
_ENDED = ("SUCCEEDED", "FAILED")


@dataclass(eq=False)
class _Wait:
    """A job that somebody waits for, and what came of it."""

    batch: Any
    job_id: str
    is_wanted: Callable[[], bool]
    over: threading.Event = field(default_factory=threading.Event)
    job: Job | None = None
    error: Exception | None = None


class JobPoller:
    """Waits for jobs; hundreds of waiting executions cost a few requests a second.

    Args:
        seconds: How long to rest between two looks.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._waits: list[_Wait] = []

    def wait(
        self,
        batch: Any,  # noqa: ANN401
        job_id: str,
        is_wanted: Callable[[], bool],
    ) -> Job | None:
        """Return a job when it has ended, or None as soon as nobody wants it any more.

        Args:
            batch: The client to ask with; jobs that share one are asked for together.
            job_id: The job.
            is_wanted: Looked at as often as the job.

        Raises:
            ClientError: The client may not describe jobs.
            LookupError: Batch does not know the job any more.
        """
        wait = _Wait(batch, job_id, is_wanted)
        with self._lock:
            self._waits.append(wait)
            if len(self._waits) == 1:
                threading.Thread(target=self._poll, daemon=True).start()
        wait.over.wait()
        if wait.error is not None:
            raise wait.error
        return wait.job

    def _poll(self) -> None:
        """Ask until nobody waits any more."""
        while True:
            time.sleep(self._seconds)
            with self._lock:
                waits = list(self._waits)
            self._look(waits)
            with self._lock:
                self._waits = [wait for wait in self._waits if not wait.over.is_set()]
                if not self._waits:
                    return

    def _look(self, waits: list[_Wait]) -> None:
        """End the waiting for what has ended or is not wanted."""
        asking: dict[int, list[_Wait]] = defaultdict(list)
        for wait in waits:
            if wait.is_wanted():
                asking[id(wait.batch)].append(wait)
            else:
                wait.over.set()
        for group in asking.values():
            for first in range(0, len(group), MOST_JOBS):
                _ask(group[first : first + MOST_JOBS])


def _ask(waits: list[_Wait]) -> None:
    """Ask for up to a hundred jobs in one request."""
    error: Exception | None = None
    jobs: dict[str, Job] = {}
    try:
        answer = waits[0].batch.describe_jobs(jobs=[wait.job_id for wait in waits])
        jobs = {job["jobId"]: job for job in answer["jobs"]}
    except ClientError as refusal:
        error = refusal
    except (BotoCoreError, ResponseParserError):
        # The gateway is busy, or about to end: the next look tells.
        logger.exception("%s jobs could not be asked for", len(waits))
        return
    for wait in waits:
        job = jobs.get(wait.job_id)
        if error is None and job is None:
            wait.error = LookupError(f"Batch does not know job {wait.job_id} any more")
        elif job is None:
            wait.error = error
        elif job["status"] in _ENDED:
            wait.job = job
        if wait.error or wait.job:
            wait.over.set()
