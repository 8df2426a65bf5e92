"""A security group that lets nothing in or out by itself."""

from aws_cdk import App, Stack, aws_ec2 as ec2
from aws_cdk.assertions import Template

from cdk.closed_group import closed_group


def test_nothing_comes_in_or_goes_out() -> None:
    """CDK writes a rule that matches nothing, as EC2's default would let everything out."""
    stack = Stack(App(), "Test")
    vpc = ec2.Vpc.from_vpc_attributes(
        stack, "Vpc", vpc_id="vpc-0a1b2c3d", availability_zones=["eu-central-1a"]
    )
    closed_group(stack, "Client", "Members may ask", vpc=vpc)
    ((logical_id, group),) = (
        Template.from_stack(stack).find_resources("AWS::EC2::SecurityGroup").items()
    )
    assert logical_id.startswith("ClientSecurityGroup")
    (nowhere,) = group["Properties"].pop("SecurityGroupEgress")
    assert nowhere["CidrIp"] == "255.255.255.255/32"
    assert group["Properties"] == {"GroupDescription": "Members may ask", "VpcId": "vpc-0a1b2c3d"}
