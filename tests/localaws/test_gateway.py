"""Handlers act in the account and region of the stack that they work for."""

import json

from localaws.instance import LocalAws
from localaws.session import client


def test_handler_acts_in_the_region_of_its_stack(aws: LocalAws) -> None:
    """An address of a stack in another region is in that region."""
    environment = aws.environment() | {"AWS_DEFAULT_REGION": "us-west-2"}
    cloudformation, ec2 = client(environment, "cloudformation"), client(environment, "ec2")
    template = {"Resources": {"Ip": {"Type": "AWS::EC2::EIP"}}}
    cloudformation.create_stack(StackName="Elsewhere", TemplateBody=json.dumps(template))
    waiter = cloudformation.get_waiter("stack_create_complete")
    waiter.wait(StackName="Elsewhere", WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})
    resource = cloudformation.describe_stack_resource(
        StackName="Elsewhere", LogicalResourceId="Ip"
    )["StackResourceDetail"]
    addresses = [address["PublicIp"] for address in ec2.describe_addresses()["Addresses"]]
    cloudformation.delete_stack(StackName="Elsewhere")
    assert [resource["PhysicalResourceId"]] == addresses
