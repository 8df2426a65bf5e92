"""AWS::EC2::NatGateway, as the EC2 API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate

OUTPUTS = {"Nat": {"Ref": "Nat"}, "Subnet": {"Ref": "Subnet"}}


def _network(colour: str) -> dict[str, Any]:
    """Declare a gateway in a network."""
    network = {"CidrBlock": "10.1.0.0/16"}
    subnet = {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.1.0.0/24"}
    nat = {
        "SubnetId": {"Ref": "Subnet"},
        "AllocationId": {"Fn::GetAtt": ["Ip", "AllocationId"]},
        "Tags": [{"Key": "colour", "Value": colour}],
    }
    return {
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": network},
        "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": subnet},
        "Ip": {"Type": "AWS::EC2::EIP"},
        "Nat": {"Type": "AWS::EC2::NatGateway", "Properties": nat},
    }


def _gateway(aws: LocalAws, gateway_id: str) -> dict[str, Any]:
    """Return what the API says about a gateway."""
    found = aws.client("ec2").describe_nat_gateways(NatGatewayIds=[gateway_id])["NatGateways"]
    return {key: found[0][key] for key in ("SubnetId", "State", "Tags")} if found else {}


def test_create_puts_a_gateway_into_its_subnet(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """The gateway is available where the template wants it."""
    outputs = deploy_resources(_network("red"), OUTPUTS).outputs
    expected = {
        "SubnetId": outputs["Subnet"],
        "State": "available",
        "Tags": [{"Key": "colour", "Value": "red"}],
    }
    assert expected == _gateway(aws, outputs["Nat"])


def test_update_changes_tags_of_the_same_gateway(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """Tags need no new gateway."""
    before = deploy_resources(_network("red"), OUTPUTS).outputs
    result = deploy_resources(_network("blue"), OUTPUTS)
    assert result.succeeded
    assert before == result.outputs
    assert _gateway(aws, before["Nat"])["Tags"] == [{"Key": "colour", "Value": "blue"}]


def test_delete_removes_the_gateway(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """A gateway that leaves the template is gone, or says that it is."""
    resources = _network("red")
    before = deploy_resources(resources, OUTPUTS).outputs
    del resources["Nat"]
    assert deploy_resources(resources).succeeded
    assert _gateway(aws, before["Nat"]).get("State", "deleted") == "deleted"
