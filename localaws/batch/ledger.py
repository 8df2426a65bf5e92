"""Every job and its status: what waits for what, and what an array adds up to."""

import threading
from collections import deque
from collections.abc import Callable, Iterator

from localaws.batch.clock import Clock
from localaws.batch.job import STATUSES, Job, Submission
from localaws.batch.refusal import RefusalError

DEPENDENCY_FAILED = "Dependent Job failed"
CHILD_FAILED = "Array Child Job failed"


class Ledger:
    """The jobs of every account, and the only place where a status changes.

    Args:
        clock: For the times of changes.
        on_ready: Called with a job that waits for nothing but room.
        on_change: Called with a job whose status has changed; both hold the lock.
    """

    def __init__(
        self, clock: Clock, on_ready: Callable[[Job], None], on_change: Callable[[Job], None]
    ) -> None:
        self.lock = threading.RLock()
        self._clock = clock
        self._on_ready = on_ready
        self._on_change = on_change
        self._jobs: dict[str, Job] = {}
        self._dependents: dict[Job, list[Job]] = {}

    def find(self, job_id: str) -> Job | None:
        """Return a job, an array, or with `id:index` a child of one."""
        own, _, index = job_id.partition(":")
        job = self._jobs.get(own)
        if job is None or not index:
            return job
        if not (job.children and index.isdecimal() and int(index) < len(job.children)):
            return None
        return job.children[int(index)]

    def __iter__(self) -> Iterator[Job]:
        """Go through jobs and arrays, not through children, the newest first."""
        return reversed(self._jobs.values())

    def clear(self) -> None:
        """Forget every job."""
        self._jobs.clear()
        self._dependents.clear()

    def submit(self, submission: Submission) -> Job:
        """Take a new job or array.

        Raises:
            RefusalError: It depends on a job that does not exist, or on an array of another size.
        """
        job = new_job(submission)
        with self.lock:
            self._check_dependencies(submission)
            self._jobs[submission.job_id] = job
            self.release(leaves(job))
        return job

    def restore(self, job: Job) -> None:
        """Take a job that was there when the emulator ended."""
        self._jobs[job.submission.job_id] = job

    def release(self, jobs: list[Job]) -> None:
        """Let jobs go on that have not started: to the scheduler, or to wait for others."""
        failed = []
        for job in jobs:
            blockers = list(self._blockers(job))
            if any(blocker.status == "FAILED" for blocker in blockers):
                failed.append(job)
                continue
            open_blockers = [blocker for blocker in blockers if not blocker.has_ended]
            job.waiting_for = len(open_blockers)
            for blocker in open_blockers:
                self._dependents.setdefault(blocker, []).append(job)
            if open_blockers:
                self.move(job, "PENDING")
            else:
                self._on_ready(job)
        for job in failed:
            self.move(job, "FAILED", DEPENDENCY_FAILED)

    def move(self, job: Job, status: str, reason: str = "") -> None:
        """Change a job's status, and what follows from it for others."""
        changes = deque([(job, status, reason)])
        # A loop and no recursion: 10,000 children may depend on each other in a row.
        while changes:
            moved, new, why = changes.popleft()
            if moved.has_ended:
                continue
            changes.extend(self._apply(moved, new, why))

    def _apply(self, job: Job, status: str, reason: str) -> Iterator[tuple[Job, str, str]]:
        """Change one job; yield the changes that follow."""
        before, job.status = job.status, status
        job.status_reason = reason
        if status == "RUNNING":
            job.started_at = self._clock.now()
        if job.has_ended:
            job.stopped_at = self._clock.now()
        self._on_change(job)
        if job.parent is not None:
            yield from self._count(job.parent, before, status)
        if job.has_ended:
            for dependent in self._dependents.pop(job, ()):
                if status == "FAILED":
                    yield dependent, "FAILED", DEPENDENCY_FAILED
                    continue
                dependent.waiting_for -= 1
                if not dependent.waiting_for and not dependent.has_ended:
                    self._on_ready(dependent)

    def _count(self, parent: Job, before: str, after: str) -> Iterator[tuple[Job, str, str]]:
        """Count a child's change; an array is PENDING until its last child has ended."""
        counts = parent.counts
        assert counts is not None  # noqa: S101 - every array has them
        counts[before] -= 1
        counts[after] += 1
        if counts["SUCCEEDED"] + counts["FAILED"] == parent.submission.size:
            if counts["FAILED"]:
                yield parent, "FAILED", parent.stop_reason or CHILD_FAILED
            else:
                yield parent, "SUCCEEDED", ""
        elif parent.status == "SUBMITTED":
            yield parent, "PENDING", ""

    def _blockers(self, job: Job) -> Iterator[Job]:
        """Return the jobs that have to succeed before one starts."""
        for dependency in job.submission.depends_on:
            kind, other = dependency.get("type"), dependency.get("jobId", "")
            if kind == "SEQUENTIAL":
                if job.index and job.parent is not None and job.parent.children:
                    yield job.parent.children[job.index - 1]
                continue
            blocker = self.find(f"{other}:{job.index}" if kind == "N_TO_N" else other)
            if blocker is not None:
                yield blocker

    def _check_dependencies(self, submission: Submission) -> None:
        """Check that what a job depends on exists and has the right shape."""
        for dependency in submission.depends_on:
            kind, job_id = dependency.get("type"), dependency.get("jobId")
            if kind == "SEQUENTIAL" and not job_id:
                if submission.size is None:
                    raise RefusalError("A SEQUENTIAL dependency needs an array job.")
                continue
            job = self.find(job_id or "")
            if job is None or job.submission.account != submission.account:
                raise RefusalError(f"Dependency job {job_id} does not exist.")
            if kind == "N_TO_N" and (
                submission.size is None or job.submission.size != submission.size
            ):
                raise RefusalError(
                    f"An N_TO_N dependency needs two array jobs of one size; {job_id} has"
                    f" {job.submission.size}, this one {submission.size}."
                )


def new_job(submission: Submission) -> Job:
    """Return a job that nobody has looked at yet, or an array with its children."""
    job = Job(submission)
    if submission.size is not None:
        job.counts = dict.fromkeys(STATUSES, 0) | {"SUBMITTED": submission.size}
        job.children = [Job(submission, index, job) for index in range(submission.size)]
    return job


def leaves(job: Job) -> list[Job]:
    """Return what runs: a job itself, or the children of an array."""
    return [job] if job.children is None else job.children
