"""Who is told that a queue stands still behind a job that gets no machine."""

from collections.abc import Sequence

from aws_cdk import (
    aws_batch as batch,
    aws_events as events,
    aws_events_targets as targets,
    aws_iam as iam,
    aws_kms as kms,
    aws_sns as sns,
    aws_sns_subscriptions as subscriptions,
)
from constructs import Construct


class BlockedQueueAlerts(Construct):
    """A mail to the lab's owner, whatever the reason: quota, capacity, rights, a wrong setting.

    Batch cancels a job for some reasons only; for the others it would wait for ever, unnoticed.
    docs.aws.amazon.com/batch/latest/userguide/batch-job-queue-blocked-events.html
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        queues: Sequence[batch.IJobQueue],
        email: str,
        key: kms.IKey,
    ) -> None:
        super().__init__(scope, construct_id)
        topic = sns.Topic(
            self, "Topic", display_name="Blocked job queues", master_key=key, enforce_ssl=True
        )
        topic.add_subscription(subscriptions.EmailSubscription(email))
        # Without conditions: EventBridge gives no account or rule to compare when it publishes.
        # docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
        key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="EventsMayPublishToEncryptedTopics",
                principals=[iam.ServicePrincipal("events.amazonaws.com")],
                actions=["kms:Decrypt", "kms:GenerateDataKey"],
                resources=["*"],
            )
        )
        rule = events.Rule(
            self,
            "Rule",
            description="A job at the head of one of the lab's queues gets no machine",
            event_pattern=events.EventPattern(
                source=["aws.batch"],
                detail_type=["Batch Job Queue Blocked"],
                detail={"jobQueue": [queue.job_queue_arn for queue in queues]},
            ),
        )
        rule.add_target(targets.SnsTopic(topic, message=_message()))


def _message() -> events.RuleTargetInput:
    def told(name: str) -> str:
        return events.EventField.from_path(f"$.detail.{name}")

    return events.RuleTargetInput.from_multiline_text(
        f"Queue:  {told('jobQueue')}\n"
        f"Job:    {told('jobName')} ({told('jobId')})\n"
        f"Reason: {told('statusReason')}\n"
        "The job waits at the head of the queue, and others behind it. What each reason means:\n"
        "https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html"
    )
