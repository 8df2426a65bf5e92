"""A job queue."""

from collections.abc import Callable

from aws_cdk.assertions import Template

Queues = Callable[..., Template]


def test_a_job_that_can_never_start_is_cancelled(queues: Queues) -> None:
    """Soon for both reasons that no waiting mends; a lack of capacity may pass within a day."""
    template = queues(unstartable_minutes=45)
    for queue in template.find_resources("AWS::Batch::JobQueue").values():
        actions = queue["Properties"]["JobStateTimeLimitActions"]
        assert [(each["Reason"], each["MaxTimeSeconds"]) for each in actions] == [
            ("MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE", 2700),
            ("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT", 2700),
            ("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", 86400),
        ]
        assert {(each["Action"], each["State"]) for each in actions} == {("CANCEL", "RUNNABLE")}


def test_every_queue_is_shared_by_the_same_rule(queues: Queues) -> None:
    """Who waits in which queue makes no difference."""
    template = queues(gpu={})
    (policy,) = template.find_resources("AWS::Batch::SchedulingPolicy")
    template.all_resources_properties(
        "AWS::Batch::JobQueue", {"SchedulingPolicyArn": {"Fn::GetAtt": [policy, "Arn"]}}
    )
