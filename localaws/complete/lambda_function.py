"""AWS::Lambda::Function: the network that ministack's handler leaves out."""

from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes

TYPE = "AWS::Lambda::Function"
_NETWORK = "VpcConfig"


def complete(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Put the function into its network, or take it out.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
    """
    wanted = new.get(_NETWORK)
    if wanted != old.get(_NETWORK):
        network = wanted or {"SubnetIds": [], "SecurityGroupIds": []}
        change = {_NETWORK: network}
        call(client("lambda"), "update_function_configuration", change, FunctionName=physical_id)
    return {}


def before_delete(physical_id: str) -> None:
    """Do nothing."""
