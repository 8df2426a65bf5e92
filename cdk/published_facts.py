"""Facts on their way through SSM Parameter Store: written by the foundation, read by projects."""

from collections.abc import Iterable

from aws_cdk import CfnParameter, aws_ssm as ssm
from constructs import Construct

from cdk.facts import Facts
from cdk.naming import fact_path
from cdk.nearest import nearest


class PublishedFacts(Construct):
    """One SSM parameter for each fact that the lab has."""

    def __init__(
        self, scope: Construct, construct_id: str, *, lab: str, env: str, facts: Facts
    ) -> None:
        super().__init__(scope, construct_id)
        for name, value in facts.known().items():
            ssm.StringParameter(
                self,
                _construct_id(name),
                parameter_name=fact_path(lab, env, name),
                string_value=value,
                description=Facts.description(name),
            )


def deployed_facts(scope: Construct, *, lab: str, env: str, names: Iterable[str]) -> Facts:
    """Read facts when the stack is deployed, as parameters that CloudFormation looks up in SSM.

    No export ties the reading stack to the writing one, so projects come and go without a change
    to the foundation. A changed fact reaches a project at its next deployment:
    docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html

    Args:
        scope: the stack that reads.
        lab: name of the lab.
        env: name of the environment.
        names: the facts to read; all others are `None` in the result.

    Raises:
        ValueError: if a name is no fact.
    """
    values: dict[str, str] = {}
    for name in sorted(set(names)):
        if name not in Facts.model_fields:
            raise ValueError(f"{name} is no fact; {nearest(name, Facts.model_fields)}")
        parameter = CfnParameter(
            scope,
            _construct_id(name),
            type="AWS::SSM::Parameter::Value<String>",
            default=fact_path(lab, env, name),
            description=Facts.description(name),
        )
        values[name] = parameter.value_as_string
    return Facts(**values)


def _construct_id(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
