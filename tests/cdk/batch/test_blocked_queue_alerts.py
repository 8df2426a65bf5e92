"""Who is told that a queue stands still."""

from collections.abc import Callable

from aws_cdk.assertions import Match, Template

Queues = Callable[..., Template]


def test_the_owner_gets_a_mail_about_every_queue(queues: Queues) -> None:
    """Four queues with GPUs, two without; no queue of another lab."""
    for template, count in ((queues(), 2), (queues(gpu={}), 4)):
        (rule,) = template.find_resources("AWS::Events::Rule").values()
        pattern = rule["Properties"]["EventPattern"]
        assert pattern["detail-type"] == ["Batch Job Queue Blocked"]
        assert len(pattern["detail"]["jobQueue"]) == count
        template.has_resource_properties(
            "AWS::SNS::Subscription", {"Protocol": "email", "Endpoint": "grace@example.org"}
        )


def test_the_mail_names_queue_job_and_reason(queues: Queues) -> None:
    """As Batch tells them."""
    (rule,) = queues().find_resources("AWS::Events::Rule").values()
    (target,) = rule["Properties"]["Targets"]
    paths = target["InputTransformer"]["InputPathsMap"].values()
    names = {"jobQueue", "jobName", "jobId", "statusReason"}
    assert {path.removeprefix("$.detail.") for path in paths} == names


def test_eventbridge_may_publish_to_the_encrypted_topic(queues: Queues) -> None:
    """It needs the key; otherwise alerts would be lost without a trace."""
    queues().has_resource_properties(
        "AWS::KMS::Key",
        {
            "KeyPolicy": {
                "Statement": Match.array_with(
                    [Match.object_like({"Principal": {"Service": "events.amazonaws.com"}})]
                )
            }
        },
    )
