"""Operations on job queues."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.batch.conftest import Batch

TOO_LARGE = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"


def _described(batch: Batch, *names: str) -> list[dict[str, Any]]:
    """Return queues that are named and exist."""
    found: list[dict[str, Any]] = batch.client.describe_job_queues(jobQueues=list(names))[
        "jobQueues"
    ]
    return found


def _limit(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a time limit for stuck jobs."""
    known = {"reason": TOO_LARGE, "state": "RUNNABLE", "maxTimeSeconds": 600, "action": "CANCEL"}
    return {"jobStateTimeLimitActions": [known | changes]}


def test_queue_is_valid_at_once_and_has_arns_of_environments(batch: Batch) -> None:
    """Whatever they were called in the request."""
    environment = batch.environment()
    (found,) = _described(batch, batch.queue(environment, priority=5))
    assert (found["status"], found["state"], found["priority"]) == ("VALID", "ENABLED", 5)
    (place,) = found["computeEnvironmentOrder"]
    assert place["computeEnvironment"].endswith(f":compute-environment/{environment}")
    assert _described(batch, found["jobQueueArn"]) == [found]


def test_update_keeps_what_it_does_not_name(batch: Batch) -> None:
    """Only the priority changes."""
    name = batch.queue(**_limit())
    (before,) = _described(batch, name)
    batch.client.update_job_queue(jobQueue=name, priority=9)
    assert _described(batch, name) == [{**before, "priority": 9}]


def test_only_a_disabled_queue_is_deleted(batch: Batch) -> None:
    """As on AWS."""
    name = batch.queue()
    with pytest.raises(ClientError, match="Cannot delete, found state: ENABLED"):
        batch.client.delete_job_queue(jobQueue=name)
    batch.client.update_job_queue(jobQueue=name, state="DISABLED")
    batch.client.delete_job_queue(jobQueue=name)
    assert _described(batch, name) == []


def test_queue_needs_environments_that_exist(batch: Batch) -> None:
    """At most three of them."""
    with pytest.raises(ClientError, match="none does not exist"):
        batch.queue("none")
    environment = batch.environment()
    with pytest.raises(ClientError, match="at most 3 compute environments"):
        batch.queue(*[environment] * 4)


def test_fargate_and_ec2_do_not_mix(batch: Batch) -> None:
    """One queue has one kind."""
    name = batch.name("environment")
    resources = {
        "type": "FARGATE",
        "maxvCpus": 4,
        "subnets": ["subnet-1"],
        "securityGroupIds": ["sg-1"],
    }
    batch.client.create_compute_environment(
        computeEnvironmentName=name, type="MANAGED", computeResources=resources
    )
    with pytest.raises(ClientError, match="EC2 and Fargate compute environments can't be mixed"):
        batch.queue(batch.environment(), name)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": "TOO SLOW"}, "Time limit reason 'TOO SLOW' is not in"),
        ({"maxTimeSeconds": 599}, "must be between 600 and 86400"),
    ],
)
def test_time_limits_are_those_that_batch_has(
    batch: Batch, changes: dict[str, Any], message: str
) -> None:
    """Reasons and times."""
    with pytest.raises(ClientError, match=message):
        batch.queue(**_limit(**changes))


def test_policy_has_to_exist_and_cannot_come_later(batch: Batch) -> None:
    """A queue is fair from the beginning or never."""
    policy = batch.client.create_scheduling_policy(name=batch.name("policy"))["arn"]
    with pytest.raises(ClientError, match=f"SchedulingPolicy {policy}x does not exist"):
        batch.queue(schedulingPolicyArn=f"{policy}x")
    with pytest.raises(ClientError, match="can't be added to a job queue that has none"):
        batch.client.update_job_queue(jobQueue=batch.queue(), schedulingPolicyArn=policy)
