"""Jobs as DescribeJobs shows them."""

from localaws.batch.describing import array, detail, summary
from localaws.batch.job import Attempt, Job, Submission
from localaws.batch.ledger import new_job


def _submission(size: int | None = None) -> Submission:
    container = {"image": "image", "command": ["true"]}
    return Submission(
        "id", "n", "111122223333", "eu-central-1", "q", "d", 7, container, size=size, timeout=60
    )


def _attempt(*, stopped_at: int | None) -> Attempt:
    environment = "arn:aws:batch:eu-central-1:111122223333:compute-environment/spot"
    return Attempt(environment, "i-1", "host", "task", "stream", 8, stopped_at, "Done", 0)


def test_job_that_waits_has_neither_attempt_nor_exit_code() -> None:
    """What is not known is not there."""
    described = detail(Job(_submission()))
    assert described["attempts"] == []
    assert not {"startedAt", "stoppedAt", "statusReason", "arrayProperties"} & described.keys()
    assert "exitCode" not in described["container"]


def test_attempt_that_runs_shows_its_log_but_is_not_listed() -> None:
    """Attempts are those that are over; the container is the last one's."""
    described = detail(Job(_submission(), attempts=[_attempt(stopped_at=None)]))
    assert described["attempts"] == []
    assert described["container"]["logStreamName"] == "stream"


def test_attempt_that_is_over_says_where_it_ran() -> None:
    """In the cluster of its environment."""
    described = detail(Job(_submission(), attempts=[_attempt(stopped_at=9)]))
    (attempt,) = described["attempts"]
    cluster = "arn:aws:ecs:eu-central-1:111122223333"
    assert attempt["container"] == {
        "exitCode": 0,
        "logStreamName": "stream",
        "containerInstanceArn": f"{cluster}:container-instance/spot/host",
        "taskArn": f"{cluster}:task/spot/task",
    }
    assert (attempt["startedAt"], attempt["stoppedAt"]) == (8, 9)


def test_array_shows_what_its_children_are_and_a_child_its_place() -> None:
    """And a plain job neither."""
    job = new_job(_submission(size=2))
    assert job.children is not None
    shown = array(job)
    assert shown is not None
    assert (shown["size"], shown["statusSummary"]["SUBMITTED"]) == (2, 2)
    assert array(job.children[1]) == {"index": 1}
    assert array(Job(_submission())) is None


def test_summary_has_the_exit_code() -> None:
    """So that a list of failures needs no further request."""
    listed = summary(Job(_submission(), attempts=[_attempt(stopped_at=9)]))
    assert (listed["jobName"], listed["container"]) == ("n", {"exitCode": 0})
