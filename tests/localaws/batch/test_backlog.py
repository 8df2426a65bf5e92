"""The order in which the jobs of one queue are served."""

from localaws.batch.backlog import Backlog
from localaws.batch.job import Job, Submission


def _job(share: str | None = None, priority: int | None = None) -> Job:
    submission = Submission("id", "n", "a", "r", "q", "d", 0, {}, share=share, priority=priority)
    return Job(submission)


def _served(backlog: Backlog, usage: dict[str, float] | None = None) -> list[Job]:
    """Return the jobs of a backlog in the order in which they are served."""
    served = []
    while job := backlog.head(lambda share: (usage or {}).get(share, 0.0)):
        backlog.take(job)
        served.append(job)
    return served


def _filled(*jobs: Job) -> Backlog:
    backlog = Backlog()
    for job in jobs:
        backlog.add(job)
    return backlog


def test_first_come_is_first_served() -> None:
    """Without shares nothing else counts."""
    jobs = [_job(), _job(priority=9), _job()]
    assert _served(_filled(*jobs)) == jobs


def test_share_that_has_used_least_is_next() -> None:
    """Whoever came first."""
    big, small = _job("big"), _job("small")
    assert _served(_filled(big, small), {"big": 8.0, "small": 2.0}) == [small, big]


def test_higher_priority_is_first_within_its_share() -> None:
    """And among equals the one that came first."""
    low, high, second = _job("one", 1), _job("one", 5), _job("one", 5)
    assert _served(_filled(low, high, second)) == [high, second, low]


def test_ended_jobs_are_passed_over() -> None:
    """A cancelled job does not hold the others up."""
    for share in (None, "one"):
        ended, waiting = _job(share), _job(share)
        backlog = _filled(ended, waiting)
        ended.status = "FAILED"
        assert _served(backlog) == [waiting]


def test_length_counts_every_share() -> None:
    """So that empty queues are not looked at."""
    assert len(_filled(_job("one"), _job("two"), _job("two"))) == 3
