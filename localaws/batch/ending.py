"""TerminateJob and CancelJob."""

from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_account_id, get_region

from localaws.batch import arns
from localaws.batch.job import Job
from localaws.batch.ledger import Ledger, leaves
from localaws.batch.refusal import RefusalError

Parameters = dict[str, Any]

QUEUE_DELETED = "Job queue deleted"
_NOT_STARTED = ("SUBMITTED", "PENDING", "RUNNABLE")


def terminate(ledger: Ledger, interrupt: Callable[[Job], None], parameters: Parameters) -> None:
    """End a job or an array whatever it does; one that has ended stays as it is.

    Args:
        ledger: The jobs.
        interrupt: Ends the attempt of a job that is starting or running.
        parameters: The request.

    Raises:
        RefusalError: There is no such job.
    """
    with ledger.lock:
        job = need(ledger, parameters["jobId"])
        _mark(job, parameters["reason"])
        for leaf in list(leaves(job)):
            if leaf.has_ended:
                continue
            _mark(leaf, parameters["reason"])
            leaf.terminated = True
            if leaf.status in _NOT_STARTED:
                ledger.move(leaf, "FAILED", parameters["reason"])
            else:
                interrupt(leaf)
        job.terminated = True


def empty_queue(ledger: Ledger, interrupt: Callable[[Job], None], queue: str) -> None:
    """End every job of a queue that is deleted, as Batch does."""
    for job in list(ledger):
        if job.submission.queue == queue and not job.has_ended:
            terminate(ledger, interrupt, {"jobId": job.job_id, "reason": QUEUE_DELETED})


def cancel(ledger: Ledger, parameters: Parameters) -> None:
    """End a job or an array as far as it has not started; what has started goes on.

    Raises:
        RefusalError: There is no such job.
    """
    with ledger.lock:
        job = need(ledger, parameters["jobId"])
        for leaf in list(leaves(job)):
            if leaf.status in _NOT_STARTED:
                _mark(job, parameters["reason"])
                leaf.cancelled = job.cancelled = True
                ledger.move(leaf, "FAILED", parameters["reason"])


def own(ledger: Ledger, reference: str) -> Job | None:
    """Return a job of the caller's account and region by its id or ARN."""
    job = ledger.find(arns.name_of(reference))
    if job is None:
        return None
    s = job.submission
    return job if (s.account, s.region) == (get_account_id(), get_region()) else None


def need(ledger: Ledger, reference: str) -> Job:
    """Return a job by its id or ARN.

    Raises:
        RefusalError: There is none.
    """
    job = own(ledger, reference)
    if job is None:
        raise RefusalError(f"Job {reference} does not exist.")
    return job


def _mark(job: Job, reason: str) -> None:
    """Note why a job ends; the first reason counts."""
    job.stop_reason = job.stop_reason or reason
