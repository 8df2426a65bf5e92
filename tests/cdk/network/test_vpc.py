"""The lab's own VPC: addresses, subnets, NAT, names."""

from collections.abc import Callable
from ipaddress import IPv4Network
from itertools import combinations
from typing import Any

import pytest
from aws_cdk.assertions import Match, Template

Network = Callable[..., Template]


def subnets(template: Template) -> dict[str, dict[str, Any]]:
    """Return the properties of the subnets, by logical id."""
    found = template.find_resources("AWS::EC2::Subnet")
    return {logical_id: resource["Properties"] for logical_id, resource in found.items()}


def tag(properties: dict[str, Any], key: str) -> str:
    """Return the value of a resource's tag."""
    values = {each["Key"]: each["Value"] for each in properties["Tags"]}
    return str(values[key])


@pytest.mark.parametrize("cidr", ["10.20.0.0/16", "10.20.64.0/18", "192.168.16.0/20"])
def test_subnets_lie_in_the_range_and_do_not_overlap(network: Network, cidr: str) -> None:
    """Three zones fit into every range that the settings allow."""
    template = network(cidr=cidr, availability_zones=["a", "b", "c"])
    found = [IPv4Network(each["CidrBlock"]) for each in subnets(template).values()]
    assert len(found) == 6
    assert all(each.subnet_of(IPv4Network(cidr)) for each in found)
    assert not any(one.overlaps(other) for one, other in combinations(found, 2))


def test_private_subnets_have_a_quarter_of_the_range_each(network: Network) -> None:
    """A private subnet of a /16 is a /18."""
    private = [each for each in subnets(network()).values() if "private" in tag(each, "Name")]
    assert [IPv4Network(each["CidrBlock"]).prefixlen for each in private] == [18, 18]


@pytest.mark.parametrize("cidr", ["10.20.0.0/16", "10.20.64.0/18", "192.168.16.0/20"])
def test_a_third_zone_leaves_the_first_two_as_they_are(network: Network, cidr: str) -> None:
    """Growing from two zones to three changes no subnet."""
    two = subnets(network(cidr=cidr, availability_zones=["a", "b"]))
    three = subnets(network(cidr=cidr, availability_zones=["a", "b", "c"]))
    assert len(three) == len(two) + 2
    assert two == {logical_id: three[logical_id] for logical_id in two}


@pytest.mark.parametrize("nat", ["none", "per_az"])
def test_subnets_stay_the_same_whichever_nat(network: Network, nat: str) -> None:
    """Another way out changes no subnet."""
    assert subnets(network(nat="one")) == subnets(network(nat=nat))


@pytest.mark.parametrize(("nat", "gateways"), [("none", 0), ("one", 1), ("per_az", 3)])
def test_nat_gateways_are_as_many_as_the_setting_says(
    network: Network, nat: str, gateways: int
) -> None:
    """`none` has no NAT gateway, `one` has one, `per_az` has one in each zone."""
    template = network(nat=nat, availability_zones=["a", "b", "c"])
    template.resource_count_is("AWS::EC2::NatGateway", gateways)


@pytest.mark.parametrize(("nat", "routes"), [("none", 0), ("one", 2)])
def test_private_subnets_reach_the_internet_by_nat_alone(
    network: Network, nat: str, routes: int
) -> None:
    """Each private subnet has a default route to a NAT gateway, or none at all."""
    found = network(nat=nat).find_resources(
        "AWS::EC2::Route", {"Properties": {"NatGatewayId": Match.any_value()}}
    )
    assert len(found) == routes


def test_no_subnet_hands_out_public_addresses(network: Network) -> None:
    """An instance gets a public address in no subnet by itself."""
    assert {each["MapPublicIpOnLaunch"] for each in subnets(network()).values()} == {False}


def test_the_default_security_group_is_emptied(network: Network) -> None:
    """The VPC's default group loses its rules."""
    network().resource_count_is("Custom::VpcRestrictDefaultSG", 1)


def test_vpc_and_subnets_are_named(network: Network) -> None:
    """The console shows the lab's name beside each id."""
    template = network()
    (vpc,) = template.find_resources("AWS::EC2::VPC").values()
    names = [tag(vpc["Properties"], "Name")]
    names += sorted(tag(each, "Name") for each in subnets(template).values())
    assert names == [
        "demo-dev",
        "demo-dev-private-1",
        "demo-dev-private-2",
        "demo-dev-public-1",
        "demo-dev-public-2",
    ]


def test_zones_are_found_at_deployment(network: Network) -> None:
    """Subnets take the first zones that CloudFormation finds."""
    zones = {str(each["AvailabilityZone"]) for each in subnets(network()).values()}
    assert zones == {str({"Fn::Select": [index, {"Fn::GetAZs": ""}]}) for index in (0, 1)}
