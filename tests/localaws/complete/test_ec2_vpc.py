"""AWS::EC2::VPC: its completed attribute."""

from tests.localaws.conftest import DeployTemplate


def test_address_range_is_an_attribute(deploy_resources: DeployTemplate) -> None:
    """A security group can be opened to the network's own addresses."""
    vpc = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.9.0.0/16"}}
    outputs = {"Range": {"Fn::GetAtt": ["Vpc", "CidrBlock"]}}
    assert deploy_resources({"Vpc": vpc}, outputs).outputs == {"Range": "10.9.0.0/16"}


def test_address_range_stays_after_an_update(deploy_resources: DeployTemplate) -> None:
    """The attribute is there after a change of something else."""
    vpc = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.9.0.0/16"}}
    outputs = {"Range": {"Fn::GetAtt": ["Vpc", "CidrBlock"]}}
    assert deploy_resources({"Vpc": vpc}, outputs).succeeded
    changed = {**vpc, "Properties": {"CidrBlock": "10.9.0.0/16", "EnableDnsHostnames": True}}
    assert deploy_resources({"Vpc": changed}, outputs).outputs == {"Range": "10.9.0.0/16"}
