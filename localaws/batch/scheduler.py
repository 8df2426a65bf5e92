"""Start jobs in their queues' order, as far as environments and this machine have room."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from localaws.batch import placement, shares
from localaws.batch.backlog import Backlog
from localaws.batch.clock import Clock
from localaws.batch.job import Job
from localaws.batch.ledger import Ledger

logger = logging.getLogger("localaws.batch.scheduler")

Record = Mapping[str, Any]


class Resources(Protocol):
    """What the scheduler asks about queues, by ARN."""

    def queue(self, arn: str) -> Record | None:
        """Return a queue."""

    def environments(self, queue: Record) -> Sequence[Record]:
        """Return a queue's compute environments in their order, disabled ones left out."""

    def policy(self, queue: Record) -> Record | None:
        """Return a queue's scheduling policy, if it has one."""


class Scheduler:
    """One thread that hands jobs that have room to whoever runs them.

    Args:
        resources: Queues, environments and policies.
        launch: Starts an attempt of a job, and returns at once.
        clock: For time limits and fair shares.
        at_once: How many jobs may run at the same time on this machine.
    """

    # Set by the engine: each calls the other.
    ledger: Ledger

    def __init__(
        self,
        resources: Resources,
        launch: Callable[[Job], None],
        clock: Clock,
        at_once: int,
    ) -> None:
        self._resources = resources
        self._launch = launch
        self._clock = clock
        self._at_once = at_once
        self._backlogs: dict[str, Backlog] = {}
        self._stuck: dict[Job, float] = {}
        self._usage: dict[str, shares.Usage] = {}
        self._occupied: dict[str, float] = {}
        self._started: dict[Job, float] = {}
        self._news = threading.Event()

    def run(self) -> None:
        """Schedule for ever; to be called on a thread of its own."""
        while True:
            self._news.wait(self._next_limit())
            self._news.clear()
            try:
                with self.ledger.lock:
                    self._end_what_is_stuck()
                    while self._start_one():
                        pass
            except Exception:
                logger.exception("Scheduling went wrong")

    def look_again(self) -> None:
        """Say that queues or environments have changed."""
        with self.ledger.lock:
            stuck, self._stuck = list(self._stuck), {}
            for job in stuck:
                self._backlog(job).add(job)
        self._news.set()

    def ready(self, job: Job) -> None:
        """Take a job that waits for nothing but room."""
        self.ledger.move(job, "RUNNABLE")
        self._backlog(job).add(job)
        self._news.set()

    def ended(self, job: Job) -> None:
        """Take back the room of a job whose attempt is over."""
        with self.ledger.lock:
            vcpus = job.submission.requirement("VCPU")
            if job.environment is not None:
                self._occupied[job.environment] -= vcpus
            seconds = self._clock.wall() - self._started.pop(job)
            queue = self._resources.queue(job.submission.queue)
            policy = self._resources.policy(queue) if queue else None
            if job.submission.share is not None:
                self._usage_of(job).stop(
                    job.submission.share,
                    vcpus,
                    seconds=seconds,
                    now=self._clock.wall(),
                    decay=shares.decay_seconds(policy or {}),
                )
            job.environment = None
        self._news.set()

    def clear(self) -> None:
        """Forget every job that waits."""
        self._backlogs.clear()
        self._stuck.clear()

    def _backlog(self, job: Job) -> Backlog:
        """Return the backlog of a job's queue."""
        return self._backlogs.setdefault(job.submission.queue, Backlog())

    def _usage_of(self, job: Job) -> shares.Usage:
        """Return what the shares of a job's queue have used."""
        return self._usage.setdefault(job.submission.queue, shares.Usage())

    def _start_one(self) -> bool:
        """Start the next job of the queue with the highest priority that has one with room."""
        if len(self._started) >= self._at_once:
            return False
        queues = []
        for arn, backlog in self._backlogs.items():
            queue = self._resources.queue(arn) if len(backlog) else None
            if queue is not None:
                queues.append((queue, backlog))
        queues.sort(key=lambda item: -item[0]["priority"])
        return any(self._start_of(queue, backlog) for queue, backlog in queues)

    def _start_of(self, queue: Record, backlog: Backlog) -> bool:
        """Start the next job of one queue, unless it has to wait for room."""
        policy = self._resources.policy(queue) or {}
        environments = self._resources.environments(queue)
        usage = self._usage.setdefault(queue["jobQueueArn"], shares.Usage())
        now = self._clock.wall()
        while job := backlog.head(lambda share: usage.weighed(share, policy, now)):
            reason = placement.misfit(job.submission, environments)
            if reason:
                backlog.take(job)
                self._stuck[job] = self._clock.wall()
                self.ledger.move(job, "RUNNABLE", reason)
                continue
            environment = self._environment_with_room(job, environments, policy, usage)
            if environment is None:
                return False
            backlog.take(job)
            self._start(job, environment["computeEnvironmentArn"], usage)
            return True
        return False

    def _environment_with_room(
        self, job: Job, environments: Sequence[Record], policy: Record, usage: shares.Usage
    ) -> Record | None:
        """Return the first environment that has room for a job now."""
        kept = shares.reserved(policy, len({*usage.running(), job.submission.share}))
        for environment in placement.fitting(job.submission, environments):
            used = self._occupied.get(environment["computeEnvironmentArn"], 0.0)
            used += kept * placement.max_vcpus(environment)
            if placement.room(job.submission, environment, used):
                return environment
        return None

    def _start(self, job: Job, environment: str, usage: shares.Usage) -> None:
        """Give a job its room and have it started."""
        vcpus = job.submission.requirement("VCPU")
        job.environment = environment
        self._occupied[environment] = self._occupied.get(environment, 0.0) + vcpus
        if job.submission.share is not None:
            usage.start(job.submission.share, vcpus)
        self._started[job] = self._clock.wall()
        self.ledger.move(job, "STARTING")
        self._launch(job)

    def _limits(self, job: Job) -> list[tuple[float, str]]:
        """Return when a queue's actions end a job that is stuck, and with which reason."""
        queue = self._resources.queue(job.submission.queue) or {}
        return [
            (self._stuck[job] + self._clock.seconds(action["maxTimeSeconds"]), action["reason"])
            for action in queue.get("jobStateTimeLimitActions", [])
            if job.status_reason.startswith(action["reason"])
        ]

    def _next_limit(self) -> float | None:
        """Return in how many seconds the next job is ended for being stuck, if one ever is."""
        with self.ledger.lock:
            ends = [end for job in self._stuck for end, _ in self._limits(job)]
        return max(min(ends) - self._clock.wall(), 0.0) if ends else None

    def _end_what_is_stuck(self) -> None:
        """End jobs that have waited longer than their queue allows."""
        for job in list(self._stuck):
            for end, reason in self._limits(job):
                if end <= self._clock.wall() and not job.has_ended:
                    # docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable_capacity.html
                    told = f"Canceled by JobStateTimeLimit action due to reason: {reason}"
                    self.ledger.move(job, "FAILED", told)
            if job.has_ended:
                del self._stuck[job]
