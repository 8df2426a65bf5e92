"""AWS::EC2::EIP, as the EC2 API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate

OUTPUTS = {"Ip": {"Ref": "Ip"}, "Id": {"Fn::GetAtt": ["Ip", "AllocationId"]}}


def _address(colour: str) -> dict[str, Any]:
    """Declare an address."""
    tags = [{"Key": "colour", "Value": colour}]
    return {"Ip": {"Type": "AWS::EC2::EIP", "Properties": {"Domain": "vpc", "Tags": tags}}}


def _found(aws: LocalAws, public_ip: str) -> list[tuple[str, list[dict[str, str]]]]:
    """Return id and tags of the addresses that are there."""
    addresses = aws.client("ec2").describe_addresses()["Addresses"]
    return [(a["AllocationId"], a["Tags"]) for a in addresses if a["PublicIp"] == public_ip]


def test_create_allocates_an_address(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """The address is there, under the id and with the tags that the stack says."""
    outputs = deploy_resources(_address("red"), OUTPUTS).outputs
    expected = [(outputs["Id"], [{"Key": "colour", "Value": "red"}])]
    assert expected == _found(aws, outputs["Ip"])


def test_update_changes_tags_of_the_same_address(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """Tags need no new address."""
    before = deploy_resources(_address("red"), OUTPUTS).outputs
    result = deploy_resources(_address("blue"), OUTPUTS)
    assert result.succeeded
    assert before == result.outputs
    assert [(before["Id"], [{"Key": "colour", "Value": "blue"}])] == _found(aws, before["Ip"])


def test_delete_releases_the_address(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """An address that leaves the template is given back."""
    keeper = {"Keeper": {"Type": "AWS::EC2::InternetGateway"}}
    before = deploy_resources(_address("red") | keeper, OUTPUTS).outputs
    assert deploy_resources(keeper).succeeded
    assert _found(aws, before["Ip"]) == []
