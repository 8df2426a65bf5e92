"""Run attempts of jobs on a pool of threads, one for each job that runs at the same time."""

import logging
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_hex

from ministack.core.responses import request_scope

from localaws.batch import (
    arns,
    credentials,
    exits,
    job_environment,
    job_secrets,
    log_stream,
)
from localaws.batch.clock import Clock
from localaws.batch.container import Container, Running, StartError
from localaws.batch.following import Cause, Control, Following
from localaws.batch.job import Attempt, Job
from localaws.batch.ledger import Ledger
from localaws.batch.log_stream import LogStream
from localaws.batch.logs import Logs
from localaws.batch.runners import Runners
from localaws.batch.scheduler import Scheduler
from localaws.batch.volumes import Volumes

logger = logging.getLogger("localaws.batch.attempts")

EXITED = "Essential container in task exited"
TIMED_OUT = "Job attempt duration exceeded timeout"
OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage"
_HOST_LOST = "Host EC2 (instance {}) terminated."


class Attempts:
    """The attempts that are under way.

    Args:
        runners: What runs containers.
        volumes: The folders that containers see.
        clock: For time limits.
        folder: For what only one attempt needs.
        at_once: How many run at the same time.
    """

    # Set by the engine: they call this as well.
    ledger: Ledger
    scheduler: Scheduler

    def __init__(
        self, runners: Runners, volumes: Volumes, clock: Clock, folder: Path, at_once: int
    ) -> None:
        self._runners = runners
        self._volumes = volumes
        self._clock = clock
        self._folder = folder
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="batch-attempt")
        self._controls: dict[Job, Control] = {}
        self._logs = Logs()

    def launch(self, job: Job) -> None:
        """Start an attempt of a job that the scheduler has given room."""
        control = self._controls[job] = Control()
        attempt = Attempt(
            environment=job.environment or "",
            instance=f"i-0{token_hex(8)}",
            host=token_hex(16),
            task=token_hex(16),
        )
        job.attempts = [*(job.attempts or []), attempt]
        self._pool.submit(self._run, job, attempt, control)

    def stop(self, job: Job, cause: Cause) -> bool:
        """Have a job's attempt ended; return whether one is under way."""
        control = self._controls.get(job)
        if control is not None:
            control.stop(cause)
        return control is not None

    def lost(self, job: Job) -> None:
        """Decide about a job that ran when the emulator ended: it has lost its host."""
        attempt = (job.attempts or [])[-1]
        attempt.stopped_at = self._clock.now()
        self._decide(job, attempt, Control(Cause.HOST))

    def stop_all(self) -> None:
        """Have every attempt ended."""
        for control in list(self._controls.values()):
            control.stop(Cause.REQUEST)

    def _run(self, job: Job, attempt: Attempt, control: Control) -> None:
        """Run an attempt, whatever happens, and decide what follows."""
        s = job.submission
        try:
            with request_scope(s.account, s.region):
                self._attempt(job, attempt, control)
        except StartError as error:
            attempt.reason, attempt.status_reason = error.reason, error.status_reason
        except Exception as error:
            logger.exception("Attempt of job %s went wrong", job.job_id)
            attempt.status_reason = "Task failed to start"
            attempt.reason = f"CannotStartContainerError: {error!r}"
        with self.ledger.lock:
            self._controls.pop(job, None)
            attempt.stopped_at = self._clock.now()
            self.scheduler.ended(job)
            self._decide(job, attempt, control)

    def _decide(self, job: Job, attempt: Attempt, control: Control) -> None:
        """Have a job end, or tried again."""
        if control.cause is Cause.HOST:
            attempt.exit_code, attempt.reason = None, ""
            attempt.status_reason = _HOST_LOST.format(attempt.instance)
        if job.stop_reason:
            attempt.status_reason = job.stop_reason
            self.ledger.move(job, "FAILED", job.stop_reason)
        elif control.cause is Cause.TIMEOUT:
            # docs.aws.amazon.com/batch/latest/userguide/job_timeouts.html: not tried again.
            attempt.status_reason = TIMED_OUT
            self.ledger.move(job, "FAILED", TIMED_OUT)
        elif attempt.exit_code == 0:
            self.ledger.move(job, "SUCCEEDED", attempt.status_reason)
        elif exits.retries(job.submission.retry, attempt, len(job.attempts or [])):
            self.scheduler.ready(job)
        else:
            self.ledger.move(job, "FAILED", attempt.status_reason)

    def _attempt(self, job: Job, attempt: Attempt, control: Control) -> None:
        """Run an attempt with a folder of its own."""
        folder = self._folder / attempt.task
        folder.mkdir(parents=True)
        try:
            self._in_folder(folder, job, attempt, control)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _in_folder(self, folder: Path, job: Job, attempt: Attempt, control: Control) -> None:
        """Prepare log, role and volumes, and run the container."""
        s = job.submission
        definition = arns.name_of(s.definition).partition(":")[0]
        group, prefix, create_group = log_stream.options(s.container, definition)
        stream = f"{prefix}/default/{attempt.task}"
        log = LogStream(self._logs, group, stream)
        role = s.container.get("jobRoleArn")
        with credentials.session(role, attempt.task, s.region) as keys:
            mounts = self._volumes.mounts(s.container, folder / "volumes")
            secrets = _secrets(job, attempt)
            log.open(create_group=create_group)
            attempt.log_stream = stream
            runner, choice = self._runners.choose(s.container["image"])
            log.line(choice)
            container = Container(
                name=f"localaws-{attempt.task}",
                image=s.container["image"],
                command=job_environment.command(job),
                environment=secrets | job_environment.environment(job, attempt, os.environ, keys),
                vcpus=s.requirement("VCPU"),
                memory_mib=int(s.requirement("MEMORY")),
                folder=folder,
                mounts=mounts,
                user=s.container.get("user"),
            )
            try:
                if control.cause is None:
                    self._contain(runner.start(container), log, job, attempt, control)
            finally:
                log.close()

    def _contain(
        self, running: Running, log: LogStream, job: Job, attempt: Attempt, control: Control
    ) -> None:
        """Note start, end and exit code of a container, which is gone after this."""
        try:
            with self.ledger.lock:
                self.ledger.move(job, "RUNNING")
            attempt.started_at = job.started_at
            following = Following(running, log, control, self._clock)
            attempt.exit_code = following.to_the_end(job.submission.timeout)
            attempt.status_reason = EXITED
            if running.out_of_memory:
                attempt.exit_code, attempt.reason = 137, OUT_OF_MEMORY
        finally:
            running.close()


def _secrets(job: Job, attempt: Attempt) -> dict[str, str]:
    """Return the variables that a job's execution role reads for it."""
    container, region = job.submission.container, job.submission.region
    if not container.get("secrets"):
        return {}
    with credentials.session(container.get("executionRoleArn"), attempt.task, region) as keys:
        return job_secrets.variables(container, keys, region)
