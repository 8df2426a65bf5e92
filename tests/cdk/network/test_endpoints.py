"""Endpoints of AWS services."""

from collections.abc import Callable

import pytest
from aws_cdk.assertions import Match, Template

Network = Callable[..., Template]


@pytest.mark.parametrize("service", ["s3", "dynamodb"])
def test_gateway_endpoints_are_in_every_private_route_table(network: Network, service: str) -> None:
    """S3 and DynamoDB are reached without NAT from each private subnet."""
    template = network(nat="none")
    (endpoint,) = (
        each["Properties"]
        for each in template.find_resources("AWS::EC2::VPCEndpoint").values()
        if service in str(each["Properties"]["ServiceName"])
    )
    private = {
        logical_id
        for logical_id in template.find_resources("AWS::EC2::RouteTable")
        if "Private" in logical_id
    }
    assert len(private) == 2
    assert private <= {each["Ref"] for each in endpoint["RouteTableIds"]}


def test_interface_endpoints_are_made_for_the_named_services(network: Network) -> None:
    """Each named service gets an endpoint with its own DNS name inside the VPC."""
    template = network(interface_endpoints=["ecr.api", "logs"])
    template.resource_properties_count_is(
        "AWS::EC2::VPCEndpoint",
        {"VpcEndpointType": "Interface", "PrivateDnsEnabled": True},
        2,
    )


def test_interface_endpoints_are_in_the_private_subnets(network: Network) -> None:
    """An endpoint has an address in each zone."""
    template = network(interface_endpoints=["sts"])
    (endpoint,) = template.find_resources(
        "AWS::EC2::VPCEndpoint", {"Properties": {"VpcEndpointType": "Interface"}}
    ).values()
    found = [each["Ref"] for each in endpoint["Properties"]["SubnetIds"]]
    assert found == [
        logical_id
        for logical_id in template.find_resources("AWS::EC2::Subnet")
        if "Private" in logical_id
    ]


def test_interface_endpoints_take_https_from_the_vpc_only(network: Network) -> None:
    """The endpoints' security group has one rule in."""
    template = network(cidr="10.24.0.0/16", interface_endpoints=["sts"])
    template.has_resource_properties(
        "AWS::EC2::SecurityGroup",
        {
            "SecurityGroupIngress": [
                Match.object_like(
                    {"CidrIp": "10.24.0.0/16", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
                )
            ]
        },
    )


def test_without_named_services_there_is_no_interface_endpoint(network: Network) -> None:
    """Nothing is billed by default."""
    network().resource_properties_count_is(
        "AWS::EC2::VPCEndpoint", {"VpcEndpointType": "Interface"}, 0
    )
