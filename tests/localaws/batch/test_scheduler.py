"""Who starts when: priorities, environments, their vCPUs, fair shares, and what is stuck."""

from typing import Any

from tests.localaws.batch.conftest import Batch

TOO_LARGE = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"
HOLD = "sleep 60"


def _hold(batch: Batch, queue: str, vcpus: int = 1, **parameters: Any) -> str:  # noqa: ANN401
    """Start a job that occupies vCPUs until it is terminated."""
    job_id = batch.submit(queue, batch.definition(HOLD, vcpus), **parameters)
    batch.wait(job_id, "RUNNING")
    return job_id


def _release(batch: Batch, job_id: str) -> None:
    """End a job that occupies vCPUs."""
    batch.client.terminate_job(jobId=job_id, reason="Make room")


def _order(batch: Batch, *job_ids: str) -> list[str]:
    """Return jobs in the order in which they started, once they have ended."""
    jobs = [batch.wait(job_id) for job_id in job_ids]
    return [job["jobId"] for job in sorted(jobs, key=lambda job: int(job["startedAt"]))]


def test_environment_has_no_more_vcpus_than_it_says(batch: Batch) -> None:
    """A job waits until there is room for all of its vCPUs."""
    queue = batch.queue(batch.environment(vcpus=4))
    first = _hold(batch, queue, vcpus=3)
    second = batch.submit(queue, batch.definition(":", vcpus=2))
    assert batch.describe(second)["status"] == "RUNNABLE"
    _release(batch, first)
    assert batch.wait(second)["startedAt"] >= batch.wait(first)["stoppedAt"]


def test_second_environment_is_used_when_the_first_is_full(batch: Batch) -> None:
    """Jobs know by AWS_BATCH_CE_NAME where they are."""
    spot, on_demand = batch.environment(vcpus=1), batch.environment(vcpus=1)
    queue = batch.queue(spot, on_demand)
    first = _hold(batch, queue)
    job = batch.wait(batch.submit(queue, batch.definition("echo $AWS_BATCH_CE_NAME")))
    assert batch.log(job) == on_demand
    assert f"/{spot}/" in batch.describe(first)["container"]["taskArn"]
    _release(batch, first)


def test_queue_with_higher_priority_is_served_first(batch: Batch) -> None:
    """Two queues compete for one environment."""
    environment = batch.environment(vcpus=1)
    low, high = (batch.queue(environment, priority=number) for number in (1, 10))
    holder, definition = _hold(batch, low), batch.definition("sleep 0.1")
    waiting = [batch.submit(queue, definition) for queue in (low, low, high)]
    _release(batch, holder)
    assert _order(batch, *waiting) == [waiting[2], waiting[0], waiting[1]]


def test_share_that_uses_least_is_served_first(batch: Batch) -> None:
    """A project with ten jobs does not keep another's first one waiting."""
    policy = batch.client.create_scheduling_policy(name=batch.name("policy"))["arn"]
    queue = batch.queue(batch.environment(vcpus=1), schedulingPolicyArn=policy)
    holder, definition = _hold(batch, queue, shareIdentifier="big"), batch.definition("sleep 0.1")
    big = [batch.submit(queue, definition, shareIdentifier="big") for _ in range(3)]
    small = batch.submit(queue, definition, shareIdentifier="small")
    _release(batch, holder)
    assert _order(batch, *big, small)[0] == small


def test_higher_priority_goes_first_within_a_share(batch: Batch) -> None:
    """SchedulingPriorityOverride counts among the jobs of one share."""
    policy = batch.client.create_scheduling_policy(name=batch.name("policy"))["arn"]
    queue = batch.queue(batch.environment(vcpus=1), schedulingPolicyArn=policy)
    holder, definition = _hold(batch, queue, shareIdentifier="one"), batch.definition("sleep 0.1")
    first, second = (
        batch.submit(queue, definition, shareIdentifier="one", schedulingPriorityOverride=priority)
        for priority in (1, 5)
    )
    _release(batch, holder)
    assert _order(batch, first, second) == [second, first]


def test_job_that_no_environment_can_hold_waits_and_says_why(batch: Batch) -> None:
    """It holds up nobody else, and runs when its environment has grown."""
    environment = batch.environment(vcpus=2)
    queue = batch.queue(environment)
    job_id = batch.submit(queue, batch.definition(":", vcpus=3))
    assert batch.wait(batch.submit(queue, batch.definition(":")))["status"] == "SUCCEEDED"
    job = batch.describe(job_id)
    assert (job["status"], job["statusReason"][: len(TOO_LARGE)]) == ("RUNNABLE", TOO_LARGE)
    batch.client.update_compute_environment(
        computeEnvironment=environment, computeResources={"maxvCpus": 3}
    )
    assert batch.wait(job_id)["status"] == "SUCCEEDED"


def test_stuck_job_is_cancelled_after_the_time_of_its_queue(batch: Batch) -> None:
    """JobStateTimeLimitActions: their reason is named in the job's."""
    action = {
        "reason": TOO_LARGE,
        "state": "RUNNABLE",
        "maxTimeSeconds": 600,
        "action": "CANCEL",
    }
    queue = batch.queue(batch.environment(vcpus=1), jobStateTimeLimitActions=[action])
    job = batch.wait(batch.submit(queue, batch.definition(":", vcpus=2)))
    told = f"Canceled by JobStateTimeLimit action due to reason: {TOO_LARGE}"
    assert (job["status"], job["statusReason"], job["attempts"]) == ("FAILED", told, [])


def test_disabled_environment_takes_no_jobs(batch: Batch) -> None:
    """They wait until it is enabled again."""
    environment = batch.environment(state="DISABLED")
    job_id = batch.submit(batch.queue(environment), batch.definition(":"))
    assert batch.wait(batch.submit(batch.queue(), batch.definition(":")))["status"] == "SUCCEEDED"
    assert batch.describe(job_id)["status"] == "RUNNABLE"
    batch.client.update_compute_environment(computeEnvironment=environment, state="ENABLED")
    assert batch.wait(job_id)["status"] == "SUCCEEDED"
