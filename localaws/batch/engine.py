"""Everything that makes jobs run, put together for one emulator."""

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from localaws.batch.attempts import Attempts
from localaws.batch.clock import Clock
from localaws.batch.events import Events
from localaws.batch.following import Cause
from localaws.batch.job import Job
from localaws.batch.ledger import Ledger, leaves
from localaws.batch.memory import MemoryWatch
from localaws.batch.process_runner import ProcessRunner
from localaws.batch.reaper import Reaper
from localaws.batch.runners import SETTING, Runners
from localaws.batch.scheduler import Scheduler
from localaws.batch.settings import BatchSettings
from localaws.batch.store import Store, StoredResources
from localaws.batch.volumes import Volumes
from localaws.snapshot import FILE_SYSTEMS

logger = logging.getLogger("localaws.batch.engine")

# docs.aws.amazon.com/batch/latest/userguide/batch_jobs.html: jobs are shown for a week.
_KEPT_MILLISECONDS = 7 * 24 * 3600 * 1000


class Engine:
    """Ledger, scheduler and attempts, and the store that they look things up in.

    Args:
        state: The emulator's folder for what it keeps.
        temporary: Its folder for what it does not.
        certificate: The authority that the gateway's certificate is from.

    Raises:
        LocalAwsError: A setting cannot be used.
    """

    def __init__(self, state: Path, temporary: Path, certificate: Path) -> None:
        self.store = Store()
        settings = BatchSettings.read(os.environ)
        self.clock = Clock(settings.clock_factor)
        reaper = Reaper()
        processes = ProcessRunner(MemoryWatch(), reaper)
        runners = Runners(settings.runner, processes, certificate, reaper)
        self._attempts = Attempts(
            runners, Volumes(state / FILE_SYSTEMS), self.clock, temporary / "jobs", settings.at_once
        )
        resources = StoredResources(self.store)
        self.scheduler = Scheduler(resources, self._attempts.launch, self.clock, settings.at_once)
        self.ledger = Ledger(self.clock, self.scheduler.ready, self._changed)
        self.scheduler.ledger = self._attempts.ledger = self.ledger
        self._attempts.scheduler = self.scheduler
        self._events = Events()
        self.listen(lambda: None)
        logger.info(
            "Jobs run by %s=%s, at most %s at once", SETTING, settings.runner, settings.at_once
        )

    def start(self) -> None:
        """Go on with the jobs that were there when the emulator ended, and take new ones."""
        with self.ledger.lock:
            for job in reversed(list(self.ledger)):
                self._resume(job)
        threading.Thread(target=self.scheduler.run, daemon=True, name="batch-scheduler").start()

    def listen(self, when_changed: Callable[[], None]) -> None:
        """Have a function called after every change of a job, on any thread."""
        self._when_changed = when_changed

    def restore(self, jobs: list[Job]) -> None:
        """Take the jobs of a saved state, without those that ended a week ago."""
        oldest = self.clock.now() - _KEPT_MILLISECONDS
        for job in sorted(jobs, key=lambda job: job.submission.created_at):
            if not job.has_ended or (job.stopped_at or 0) > oldest:
                self.ledger.restore(job)

    def interrupt(self, job: Job) -> None:
        """End a job's attempt because somebody asked for it."""
        self._attempts.stop(job, Cause.REQUEST)

    def lose_host(self, job: Job) -> bool:
        """Take the host of a job's attempt away; return whether it had one."""
        return self._attempts.stop(job, Cause.HOST)

    def clear(self) -> None:
        """End and forget everything."""
        with self.ledger.lock:
            self._attempts.stop_all()
            self.scheduler.clear()
            self.ledger.clear()
            self.store.clear()

    def _resume(self, job: Job) -> None:
        """Go on with a job: its host is lost if it ran, and then its strategy decides."""
        # Looked at before: what has lost its host waits as well, with the scheduler already.
        waiting = [leaf for leaf in leaves(job) if _waits(leaf)]
        for leaf in leaves(job):
            if leaf.status in ("STARTING", "RUNNING"):
                self._attempts.lost(leaf)
        self.ledger.release(waiting)

    def _changed(self, job: Job) -> None:
        """Tell the world that a job's status has changed."""
        self._events.publish(job)
        self._when_changed()


def _waits(job: Job) -> bool:
    """Return whether a job has not been started."""
    return job.status in ("SUBMITTED", "PENDING", "RUNNABLE")
