"""The network as a whole."""

from collections.abc import Callable

import pytest
from aws_cdk import App, CfnOutput, Stack
from aws_cdk.assertions import Annotations, Match, Template

from cdk.network.config import NetworkConfig
from cdk.network.construct import Network

EXISTING = {
    "vpc_id": "vpc-0a1b2c3d4e5f67890",
    "private_subnets": {
        "us-east-1b": "subnet-0a1b2c3d4e5f67891",
        "us-east-1a": "subnet-0a1b2c3d4e5f67890",
    },
}


@pytest.fixture(scope="module")
def found(new_app: Callable[[], App]) -> Stack:
    """Return a stack whose network is a VPC that exists."""
    stack = Stack(new_app(), "Test")
    config = NetworkConfig.model_validate({"existing_vpc": EXISTING})
    network = Network(stack, "Network", name="demo-dev", config=config)
    CfnOutput(stack, "Vpc", value=network.vpc.vpc_id)
    for selected in network.vpc.select_subnets(
        subnet_type=network.private_subnets.subnet_type
    ).subnets:
        CfnOutput(stack, selected.availability_zone, value=selected.subnet_id)
    return stack


def test_nothing_is_made_in_a_vpc_that_exists(found: Stack) -> None:
    """The template has no resource."""
    assert Template.from_stack(found).to_json().get("Resources", {}) == {}


def test_a_vpc_that_exists_is_used_with_its_subnets(found: Stack) -> None:
    """Consumers get the ids from the settings, each subnet with its zone."""
    outputs = Template.from_stack(found).to_json()["Outputs"]
    assert {name: output["Value"] for name, output in outputs.items()} == {
        "Vpc": "vpc-0a1b2c3d4e5f67890",
        "useast1a": "subnet-0a1b2c3d4e5f67890",
        "useast1b": "subnet-0a1b2c3d4e5f67891",
    }


def test_a_vpc_that_exists_is_used_without_a_warning(found: Stack) -> None:
    """CDK's warning about routes that are not ours is answered."""
    assert Annotations.from_stack(found).find_warning("*", Match.any_value()) == []


def test_own_vpc_is_built_without_asking_aws(network: Callable[..., Template]) -> None:
    """The VPC has the range of the settings, and no zone is a placeholder."""
    template = network(cidr="10.24.0.0/16")
    template.has_resource_properties("AWS::EC2::VPC", {"CidrBlock": "10.24.0.0/16"})
    assert "dummy" not in str(template.to_json())
