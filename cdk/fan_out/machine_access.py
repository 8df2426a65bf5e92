"""What a fan-out's state machine may do, beside starting children of itself."""

from collections.abc import Sequence

from aws_cdk import Fn, Stack, aws_iam as iam
from constructs import Construct


def machine_statements(
    scope: Construct,
    *,
    job_definition_arn: str,
    queue_arns: Sequence[str],
    topic_arn: str,
    function_arn: str,
    key_arn: str,
) -> list[iam.PolicyStatement]:
    """Return what submits jobs, follows and ends them, alerts, and has a run summed up.

    Args:
        scope: part of a stack, for account and region.
        job_definition_arn: of the current revision; others may be submitted too, as a run may
            outlive a deployment.
        queue_arns: where jobs go.
        topic_arn: what alerts are published to.
        function_arn: what sums a run up.
        key_arn: what encrypts the topic.
    """
    stack = Stack.of(scope)
    name = Fn.select(5, Fn.split(":", job_definition_arn))
    definition = f"arn:{stack.partition}:batch:{stack.region}:{stack.account}:{name}"
    # Step Functions makes this rule itself, to hear of jobs that end:
    # docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html
    rule = stack.format_arn(
        service="events", resource="rule", resource_name="StepFunctionsGetEventsForBatchJobsRule"
    )
    jobs = stack.format_arn(service="batch", resource="job", resource_name="*")
    return [
        # Tags of a job are a right to the definition that it is made from, not to the job alone.
        _allow(
            "SubmitJobs",
            ["batch:SubmitJob", "batch:TagResource"],
            definition,
            f"{definition}:*",
            jobs,
            *queue_arns,
        ),
        _allow("EndJobs", ["batch:TerminateJob"], jobs),
        # Batch knows no narrower resource for it.
        _allow("SeeJobs", ["batch:DescribeJobs"], "*"),
        _allow("HearOfJobs", ["events:DescribeRule", "events:PutRule", "events:PutTargets"], rule),
        _allow("Alert", ["sns:Publish"], topic_arn),
        _use_key_through_sns(key_arn, stack.region),
        _allow("Summarise", ["lambda:InvokeFunction"], function_arn),
    ]


def _use_key_through_sns(key_arn: str, region: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        sid="UseKeyThroughSns",
        actions=["kms:Decrypt", "kms:GenerateDataKey"],
        resources=[key_arn],
        conditions={"StringEquals": {"kms:ViaService": f"sns.{region}.amazonaws.com"}},
    )


def _allow(sid: str, actions: list[str], *resources: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(sid=sid, actions=actions, resources=list(resources))
