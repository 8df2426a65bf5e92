"""A job queue: who goes first, on which machines, and when a job is given up."""

from collections.abc import Sequence

from aws_cdk import Duration, aws_batch as batch
from constructs import Construct


class FairQueue(Construct):
    """A queue that projects share: who used less of it goes first.

    Attributes:
        queue: where jobs are submitted to.
    """

    queue: batch.JobQueue

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environments: Sequence[batch.ManagedEc2EcsComputeEnvironment],
        policy: batch.FairshareSchedulingPolicy,
        unstartable_minutes: int,
    ) -> None:
        """Build the queue.

        Args:
            scope: where the queues are.
            construct_id: part of every logical id below.
            environments: machines, those first that are tried first.
            policy: how projects share.
            unstartable_minutes: when a job is cancelled that no machine can ever hold.
        """
        super().__init__(scope, construct_id)
        reason = batch.JobStateTimeLimitActionsReason
        soon = Duration.minutes(unstartable_minutes)
        limits = {
            reason.COMPUTE_ENVIRONMENT_MAX_RESOURCE: soon,
            reason.JOB_RESOURCE_REQUIREMENT: soon,
            # It may pass, so that a job waits as long as Batch can count.
            reason.INSUFFICIENT_INSTANCE_CAPACITY: Duration.days(1),
        }
        self.queue = batch.JobQueue(
            self,
            "Queue",
            scheduling_policy=policy,
            compute_environments=[
                batch.OrderedComputeEnvironment(compute_environment=each, order=order)
                for order, each in enumerate(environments, start=1)
            ],
            job_state_time_limit_actions=[
                batch.JobStateTimeLimitAction(
                    reason=each,
                    max_time=limit,
                    action=batch.JobStateTimeLimitActionsAction.CANCEL,
                    state=batch.JobStateTimeLimitActionsState.RUNNABLE,
                )
                for each, limit in limits.items()
            ],
        )
