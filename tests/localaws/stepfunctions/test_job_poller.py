"""Waiting for many jobs at a time."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from localaws.stepfunctions.job_poller import MOST_JOBS, JobPoller


class FakeBatch:
    """A client that answers as a test says, and counts what it was asked."""

    def __init__(self, answer: Callable[[str], dict[str, Any] | None]) -> None:
        self.asked: list[list[str]] = []
        self._answer = answer

    def describe_jobs(self, *, jobs: list[str]) -> dict[str, Any]:
        """Describe what there is."""
        self.asked.append(jobs)
        found = [(job, self._answer(job)) for job in jobs]
        return {"jobs": [{"jobId": job, **answer} for job, answer in found if answer is not None]}


def _always() -> bool:
    return True


def test_all_waiting_share_few_requests() -> None:
    """One request asks for up to a hundred jobs, and nothing is asked when nobody waits."""
    waiting, everybody = 250, threading.Event()
    batch = FakeBatch(lambda _: {"status": "SUCCEEDED" if everybody.is_set() else "RUNNING"})
    poller = JobPoller(0.01)
    with ThreadPoolExecutor(waiting) as pool:
        jobs = [pool.submit(poller.wait, batch, str(n), _always) for n in range(waiting)]
        while sum(map(len, batch.asked[-3:])) < waiting:
            pass
        everybody.set()
    assert {job.result()["jobId"] for job in jobs if job.result()} == set(map(str, range(waiting)))  # type: ignore[index]
    assert max(map(len, batch.asked)) == MOST_JOBS
    assert not poller._waits  # noqa: SLF001 - what would be asked for next


def test_failed_job_has_ended_too() -> None:
    """Waiting ends with the job, whatever became of it; a second wait begins anew."""
    poller = JobPoller(0.01)
    batch = FakeBatch(lambda job: {"status": job})
    assert [poller.wait(batch, job, _always) for job in ("FAILED", "SUCCEEDED")] == [
        {"jobId": "FAILED", "status": "FAILED"},
        {"jobId": "SUCCEEDED", "status": "SUCCEEDED"},
    ]


def test_job_that_nobody_wants_is_left() -> None:
    """Who is not interested any more is told so, without a request."""
    batch = FakeBatch(lambda _: {"status": "RUNNING"})
    assert JobPoller(0.01).wait(batch, "one", lambda: False) is None
    assert batch.asked == []


def test_unknown_job_and_refusal_end_the_waiting() -> None:
    """What can never end is not waited for."""
    with pytest.raises(LookupError, match="does not know job one"):
        JobPoller(0.01).wait(FakeBatch(lambda _: None), "one", _always)

    def refuse(_: str) -> None:
        raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "DescribeJobs")

    with pytest.raises(ClientError, match="AccessDenied"):
        JobPoller(0.01).wait(FakeBatch(refuse), "one", _always)


def test_gateway_that_does_not_answer_is_asked_again() -> None:
    """A request that got no answer says nothing about the job."""
    failures = [EndpointConnectionError(endpoint_url="here")]

    def answer(_: str) -> dict[str, Any]:
        if failures:
            raise failures.pop()
        return {"status": "SUCCEEDED"}

    job = JobPoller(0.01).wait(FakeBatch(answer), "one", _always)
    assert job == {"jobId": "one", "status": "SUCCEEDED"}
