"""Jobs as the emulator's saved state has them: short, because arrays have 10,000 children."""

from dataclasses import fields
from typing import Any

from localaws.batch.job import STATUSES, Attempt, Job, Submission
from localaws.batch.ledger import leaves, new_job

_SUBMISSION = tuple(field.name for field in fields(Submission))
_ATTEMPT = tuple(field.name for field in fields(Attempt))
_JOB = (
    "status",
    "status_reason",
    "started_at",
    "stopped_at",
    "stop_reason",
    "cancelled",
    "terminated",
)


def saved(job: Job) -> dict[str, Any]:
    """Return a job, with its children if it is an array, as JSON can hold it."""
    return {
        "submission": {name: getattr(job.submission, name) for name in _SUBMISSION},
        "job": _saved(job),
        "children": [_saved(child) for child in job.children or []],
    }


def restored(record: dict[str, Any]) -> Job:
    """Return the job that `saved` described."""
    job = new_job(Submission(**record["submission"]))
    _restore(job, record["job"])
    if job.children is not None:
        for child, values in zip(job.children, record["children"], strict=True):
            _restore(child, values)
        statuses = [child.status for child in leaves(job)]
        job.counts = {status: statuses.count(status) for status in STATUSES}
    return job


def _saved(job: Job) -> list[Any]:
    """Return what happened to one job, without the names of the values."""
    attempts = [[getattr(attempt, name) for name in _ATTEMPT] for attempt in job.attempts or []]
    return [*(getattr(job, name) for name in _JOB), attempts]


def _restore(job: Job, values: list[Any]) -> None:
    """Give a job back what happened to it."""
    *own, attempts = values
    for name, value in zip(_JOB, own, strict=True):
        setattr(job, name, value)
    job.attempts = [Attempt(*attempt) for attempt in attempts] or None
