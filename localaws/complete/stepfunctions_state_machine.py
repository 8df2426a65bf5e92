"""AWS::StepFunctions::StateMachine: logging and tracing, which ministack's handler mangles."""

from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes

TYPE = "AWS::StepFunctions::StateMachine"
# Each with what Step Functions has where a template says nothing.
_CONFIGURATIONS = {
    "LoggingConfiguration": {"Level": "OFF", "IncludeExecutionData": False},
    "TracingConfiguration": {"Enabled": False},
}


def complete(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Set both as the API spells them.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html
    """
    wanted = {
        name: new.get(name, default)
        for name, default in _CONFIGURATIONS.items()
        if name in new or name in old
    }
    if wanted:
        call(client("stepfunctions"), "update_state_machine", wanted, stateMachineArn=physical_id)
    return {}


def before_delete(physical_id: str) -> None:
    """Do nothing."""
