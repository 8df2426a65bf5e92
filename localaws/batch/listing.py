"""ListJobs: jobs of a queue or children of an array, in pages."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from localaws.batch import arns
from localaws.batch.describing import summary
from localaws.batch.ending import own
from localaws.batch.job import Job
from localaws.batch.ledger import Ledger
from localaws.batch.refusal import RefusalError
from localaws.batch.store import QUEUE, Record, Store

Parameters = dict[str, Any]

_PAGE = 100
_TIMES = ("BEFORE_CREATED_AT", "AFTER_CREATED_AT")


def list_jobs(store: Store, ledger: Ledger, parameters: Parameters) -> Record:
    """Return jobs, the newest first, or children of an array in their order.

    Without a status only running jobs are returned; with a filter, the status does not count:
    docs.aws.amazon.com/batch/latest/APIReference/API_ListJobs.html

    Raises:
        RefusalError: Neither a queue nor an array is named, or it does not exist.
    """
    jobs = _candidates(store, ledger, parameters)
    filters = parameters.get("filters", [])
    if filters:
        jobs = (job for job in jobs if all(_passes(job, f) for f in filters))
    else:
        status = parameters.get("jobStatus", "RUNNING")
        jobs = (job for job in jobs if job.status == status)
    return _page(jobs, parameters)


def _candidates(store: Store, ledger: Ledger, parameters: Parameters) -> Iterable[Job]:
    """Return the jobs of the queue, or the children of the array, that is named."""
    if array_id := parameters.get("arrayJobId"):
        array = own(ledger, array_id)
        if array is None or array.children is None:
            raise RefusalError(f"Array job {array_id} does not exist.")
        return array.children
    name = parameters.get("jobQueue")
    if not name:
        raise RefusalError("One of jobQueue, arrayJobId and multiNodeJobId must be specified.")
    queue = store.need(QUEUE, name, f"JobQueue {name} not found.")
    return (job for job in ledger if job.submission.queue == queue["jobQueueArn"])


def _passes(job: Job, rule: Parameters) -> bool:
    """Tell whether a job passes a filter."""
    name, values = rule.get("name", ""), rule.get("values", [])
    s = job.submission
    if name in _TIMES:
        before = s.created_at < int(values[0])
        return before if name == "BEFORE_CREATED_AT" else not before
    texts = {
        "JOB_NAME": s.name,
        "JOB_DEFINITION": arns.name_of(s.definition),
        "SHARE_IDENTIFIER": s.share or "",
    }
    if name not in texts:
        raise RefusalError(f"Filter {name!r} is not in {(*texts, *_TIMES)}.")
    return any(_is_like(texts[name], arns.name_of(value)) for value in values)


def _is_like(text: str, pattern: str) -> bool:
    """Tell whether a text is a pattern, or begins like one that ends in an asterisk."""
    text, pattern = text.lower(), pattern.lower()
    if pattern.endswith("*"):
        return text.startswith(pattern[:-1])
    # A definition without revision means all of them.
    return pattern in (text, text.partition(":")[0])


def _page(jobs: Iterable[Job], parameters: Parameters) -> Record:
    """Return one page; the token of the next is the id of this page's last job."""
    size = min(parameters.get("maxResults", _PAGE), _PAGE)
    token = parameters.get("nextToken")
    if token:
        jobs = _after(jobs, token)
    found = list(islice(jobs, size + 1))
    page: Record = {"jobSummaryList": [summary(job) for job in found[:size]]}
    if len(found) > size:
        page["nextToken"] = found[size - 1].job_id
    return page


def _after(jobs: Iterable[Job], job_id: str) -> Iterator[Job]:
    """Return the jobs behind one."""
    remaining = iter(jobs)
    for job in remaining:
        if job.job_id == job_id:
            break
    return remaining
