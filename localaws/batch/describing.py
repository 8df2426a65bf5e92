"""Jobs as DescribeJobs shows them, and as events carry them."""

from typing import Any

from localaws.batch import arns
from localaws.batch.job import Attempt, Job

Record = dict[str, Any]


def detail(job: Job) -> Record:
    """Return a job as DescribeJobs has it.

    https://docs.aws.amazon.com/batch/latest/APIReference/API_JobDetail.html
    """
    s = job.submission
    record = {
        "jobArn": job.arn,
        "jobId": job.job_id,
        "jobName": s.name,
        "jobQueue": s.queue,
        "jobDefinition": s.definition,
        "status": job.status,
        "createdAt": s.created_at,
        "startedAt": job.started_at,
        "stoppedAt": job.stopped_at,
        "statusReason": job.status_reason or None,
        "attempts": [attempt_detail(job, a) for a in job.attempts or [] if a.stopped_at],
        "dependsOn": s.depends_on,
        "parameters": s.parameters,
        "container": _container(job),
        "retryStrategy": {"evaluateOnExit": [], **s.retry},
        "timeout": {"attemptDurationSeconds": s.timeout} if s.timeout else None,
        "shareIdentifier": s.share,
        "schedulingPriority": s.priority,
        "arrayProperties": array(job),
        "tags": s.tags,
        "propagateTags": s.propagate_tags,
        "platformCapabilities": s.platforms,
        "isCancelled": job.cancelled,
        "isTerminated": job.terminated,
    }
    return {key: value for key, value in record.items() if value is not None}


def summary(job: Job) -> Record:
    """Return a job as ListJobs has it."""
    last = job.attempts[-1] if job.attempts else None
    container = None
    if last and last.stopped_at:
        container = _present({"exitCode": last.exit_code, "reason": last.reason or None})
    s = job.submission
    return _present(
        {
            "jobArn": job.arn,
            "jobId": job.job_id,
            "jobName": s.name,
            "jobDefinition": s.definition,
            "status": job.status,
            "statusReason": job.status_reason or None,
            "createdAt": s.created_at,
            "startedAt": job.started_at,
            "stoppedAt": job.stopped_at,
            "container": container,
            "arrayProperties": array(job),
            "shareIdentifier": s.share,
        }
    )


def array(job: Job) -> Record | None:
    """Return the size and the children's statuses of an array, or the place of a child."""
    if job.counts is not None:
        return {"size": job.submission.size, "statusSummary": dict(job.counts)}
    return None if job.index is None else {"index": job.index}


def attempt_detail(job: Job, attempt: Attempt) -> Record:
    """Return an attempt that is over."""
    return _present(
        {
            "container": _run(job, attempt),
            "startedAt": attempt.started_at,
            "stoppedAt": attempt.stopped_at,
            "statusReason": attempt.status_reason,
        }
    )


def _container(job: Job) -> Record:
    """Return the container of a job, with what its last attempt became."""
    record = {
        "volumes": [],
        "mountPoints": [],
        "ulimits": [],
        "networkInterfaces": [],
        "secrets": [],
        **job.submission.container,
    }
    if job.attempts and job.children is None:
        record |= _run(job, job.attempts[-1])
    return record


def _run(job: Job, attempt: Attempt) -> Record:
    """Return where an attempt ran, and how its container ended."""
    s = job.submission
    cluster = f"arn:aws:ecs:{s.region}:{s.account}"
    environment = arns.name_of(attempt.environment)
    return _present(
        {
            "exitCode": attempt.exit_code,
            "reason": attempt.reason or None,
            "logStreamName": attempt.log_stream or None,
            "containerInstanceArn": f"{cluster}:container-instance/{environment}/{attempt.host}",
            "taskArn": f"{cluster}:task/{environment}/{attempt.task}",
        }
    )


def _present(record: Record) -> Record:
    """Return a record without what is not known."""
    return {key: value for key, value in record.items() if value is not None}
