"""AWS::Lambda::Function: its completed network."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.functions import function
from tests.localaws.kubernetes_resources import NETWORK

CODE = """
    def handle(event, _context):
        return event
"""
GROUP = {
    "Type": "AWS::EC2::SecurityGroup",
    "Properties": {"GroupDescription": "Function", "VpcId": {"Ref": "Vpc"}},
}
INSIDE = {"VpcConfig": {"SubnetIds": [{"Ref": "SubnetA"}], "SecurityGroupIds": [{"Ref": "Group"}]}}
OUTPUTS = {name: {"Ref": name} for name in ("Function", "Vpc", "SubnetA", "Group")}


def _resources(**properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a network and a function."""
    return {**NETWORK, "Group": GROUP, **function(CODE, **properties)}


def _network(aws: LocalAws, name: str) -> dict[str, Any]:
    """Return the network of a function."""
    found: dict[str, Any] = aws.client("lambda").get_function_configuration(FunctionName=name)
    return {key: found["VpcConfig"].get(key) for key in ("SubnetIds", "SecurityGroupIds", "VpcId")}


def test_function_is_in_its_network(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Lambda knows subnets, security groups and the VPC they are in."""
    outputs = deploy_resources(_resources(**INSIDE), OUTPUTS).outputs
    assert _network(aws, outputs["Function"]) == {
        "SubnetIds": [outputs["SubnetA"]],
        "SecurityGroupIds": [outputs["Group"]],
        "VpcId": outputs["Vpc"],
    }


def test_function_leaves_its_network(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """A network that is not declared any more is left."""
    assert deploy_resources(_resources(**INSIDE)).failures == ()
    name = deploy_resources(_resources(), OUTPUTS).outputs["Function"]
    assert _network(aws, name)["SubnetIds"] == []


def test_function_in_a_network_answers(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """It runs as before."""
    name = deploy_resources(_resources(**INSIDE), OUTPUTS).outputs["Function"]
    answer = aws.client("lambda").invoke(FunctionName=name, Payload=b'{"a": 1}')
    assert answer["Payload"].read() == b'{"a": 1}'
