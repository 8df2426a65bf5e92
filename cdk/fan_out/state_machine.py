"""The state machine of a fan-out, and what it may do."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from aws_cdk import ArnFormat, Fn, Stack, aws_iam as iam, aws_stepfunctions as sfn
from constructs import Construct
from ruamel.yaml import YAML

DEFINITION = Path(__file__).with_name("state_machine.yaml")


class FanOutStateMachine(Construct):
    """A standard workflow with a child for each folder.

    Attributes:
        machine: what is started, once a run.
    """

    machine: sfn.StateMachine

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        substitutions: Mapping[str, str],
        statements: Sequence[iam.PolicyStatement],
    ) -> None:
        """Build the state machine.

        Args:
            scope: where the fan-out is.
            construct_id: part of every logical id below.
            substitutions: what stands for each `${...}` of `state_machine.yaml`.
            statements: what it may do, beside starting children of itself.
        """
        super().__init__(scope, construct_id)
        role = iam.Role(
            self,
            "Role",
            description="Fan-outs of a project",
            assumed_by=iam.ServicePrincipal(
                "states.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            ),
            inline_policies={"FanOut": iam.PolicyDocument(statements=list(statements))},
        )
        definition = YAML(typ="safe").load(DEFINITION.read_text(encoding="utf-8"))
        self.machine = sfn.StateMachine(
            self,
            "StateMachine",
            definition_body=sfn.DefinitionBody.from_string(json.dumps(definition)),
            definition_substitutions=dict(substitutions),
            role=role,
        )
        self._children(role)

    def _children(self, role: iam.Role) -> None:
        """Let the machine start children of itself, which needs its own name."""
        machine = self.machine.state_machine_arn
        policy = iam.Policy(
            self,
            "Children",
            statements=[
                iam.PolicyStatement(
                    sid="StartChildren", actions=["states:StartExecution"], resources=[machine]
                ),
                iam.PolicyStatement(
                    sid="EndChildren",
                    actions=["states:DescribeExecution", "states:StopExecution"],
                    resources=[children_arn(self, self.machine)],
                ),
            ],
        )
        policy.attach_to_role(role)


def children_arn(scope: Construct, machine: sfn.IStateMachine) -> str:
    """Return a pattern for the child workflows of a state machine's maps."""
    name = Fn.select(6, Fn.split(":", machine.state_machine_arn))
    return Stack.of(scope).format_arn(
        service="states",
        resource="execution",
        resource_name=f"{name}/*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
