"""What the project's people and notebooks may do with its fan-outs, and how they find them."""

from collections.abc import Mapping
from typing import Any

from aws_cdk import (
    ArnFormat,
    Fn,
    Stack,
    aws_iam as iam,
    aws_logs as logs,
    aws_ssm as ssm,
    aws_stepfunctions as sfn,
)
from constructs import Construct

from cdk.fan_out.owner import JobOwner
from cdk.fan_out.state_machine import children_arn
from cdk.naming import fan_out_path


class SubmitAccess(Construct):
    """A parameter with all that `virtuallab` needs, and the right to use it.

    The right comes as a policy of its own, as the state machine needs the role first.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        owner: JobOwner,
        machine: sfn.IStateMachine,
        log_group: logs.ILogGroup,
        settings: Mapping[str, Any],
    ) -> None:
        """Build the parameter and the policy.

        Args:
            scope: where the fan-out is.
            construct_id: part of every logical id below.
            owner: whose fan-outs they are.
            machine: what people start, look at and stop.
            log_group: what they read.
            settings: what they are told, as JSON.
        """
        super().__init__(scope, construct_id)
        self._stack = Stack.of(self)
        parameter = ssm.StringParameter(
            self,
            "Settings",
            parameter_name=fan_out_path(owner.lab, owner.env, owner.project),
            description=f"How project {owner.project} submits jobs",
            string_value=self._stack.to_json_string(dict(settings)),
            # A long list of machines is more than the 4 KiB that are free.
            tier=ssm.ParameterTier.INTELLIGENT_TIERING,
        )
        policy = iam.Policy(
            self,
            "Policy",
            statements=[
                _allow("ReadFanOutSettings", ["ssm:GetParameter"], parameter.parameter_arn),
                *self._statements(machine),
                _allow(
                    "ReadLogsOfJobs",
                    ["logs:FilterLogEvents", "logs:GetLogEvents"],
                    *self._log_group(log_group),
                ),
            ],
        )
        policy.attach_to_role(owner.role)

    def _statements(self, machine: sfn.IStateMachine) -> list[iam.PolicyStatement]:
        return [
            _allow(
                "StartFanOuts",
                ["states:ListExecutions", "states:StartExecution"],
                machine.state_machine_arn,
            ),
            _allow(
                "FollowAndStopFanOuts",
                [
                    "states:DescribeExecution",
                    "states:GetExecutionHistory",
                    "states:ListMapRuns",
                    "states:StopExecution",
                ],
                self._of_machine(machine, "execution", ":*"),
                children_arn(self, machine),
            ),
            _allow(
                "FollowMaps",
                ["states:DescribeMapRun", "states:ListExecutions"],
                self._of_machine(machine, "mapRun", "/*"),
            ),
        ]

    def _log_group(self, log_group: logs.ILogGroup) -> list[str]:
        """Return the group as a whole, and the streams in it: actions ask for one or the other."""
        arn = self._stack.format_arn(
            service="logs",
            resource="log-group",
            resource_name=log_group.log_group_name,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        return [arn, f"{arn}:*"]

    def _of_machine(self, machine: sfn.IStateMachine, resource: str, end: str) -> str:
        name = Fn.select(6, Fn.split(":", machine.state_machine_arn))
        return self._stack.format_arn(
            service="states",
            resource=resource,
            resource_name=f"{name}{end}",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )


def _allow(sid: str, actions: list[str], *resources: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(sid=sid, actions=actions, resources=list(resources))
