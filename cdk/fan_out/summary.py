"""The function that sums up a fan-out when its last folder has ended."""

from pathlib import Path

from aws_cdk import Duration, RemovalPolicy, aws_iam as iam, aws_lambda as lambda_, aws_logs as logs
from constructs import Construct

FUNCTION = Path(__file__).with_name("function")


class SummaryFunction(Construct):
    """A function that reads and writes what belongs to runs, and no data.

    Attributes:
        function: called by the state machine, once a run.
    """

    function: lambda_.Function

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        project: str,
        statements: list[iam.PolicyStatement],
    ) -> None:
        super().__init__(scope, construct_id)
        log_group = logs.LogGroup(
            self,
            "LogGroup",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
        writing = iam.PolicyStatement(
            sid="WriteLogs",
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            resources=[log_group.log_group_arn],
        )
        self.function = lambda_.Function(
            self,
            "Function",
            description=f"Sums up fan-outs of project {project}",
            code=lambda_.Code.from_asset(str(FUNCTION), exclude=["__pycache__"]),
            handler="summarise.handler",
            runtime=lambda_.Runtime.PYTHON_3_14,
            architecture=lambda_.Architecture.ARM_64,
            # 10,000 folders are about 30 MB of results, as Python keeps them ten times as much.
            memory_size=1024,
            timeout=Duration.minutes(5),
            log_group=log_group,
            role=iam.Role(
                self,
                "Role",
                description=f"Summary of fan-outs of project {project}",
                assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
                inline_policies={"Runs": iam.PolicyDocument(statements=[*statements, writing])},
            ),
        )
