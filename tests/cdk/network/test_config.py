"""Tests of rules between settings of the network."""

import pytest

from cdk.network.config import ExistingVpcConfig, NetworkConfig

EXISTING = ExistingVpcConfig(
    vpc_id="vpc-0a1b2c3d",
    private_subnets={"eu-central-1a": "subnet-0a1b2c3d", "eu-central-1b": "subnet-0a1b2c3e"},
)


def problems(config: NetworkConfig) -> list[tuple[str, bool]]:
    """Return which settings are complained about, and whether it is a warning."""
    return [(".".join(map(str, p.path)), p.warning) for p in config.problems()]


def test_defaults_fit_together() -> None:
    """One NAT gateway, nothing connected."""
    assert problems(NetworkConfig()) == []


@pytest.mark.parametrize("cidr", ["10.0.0.0/8", "10.20.0.0/16", "10.20.128.0/17", "0.0.0.0/0"])
def test_connected_network_must_not_overlap(cidr: str) -> None:
    """Larger, equal, smaller, or everything."""
    assert problems(NetworkConfig(connected_cidrs={"campus": cidr})) == [("cidr", False)]


def test_neighbours_may_be_connected() -> None:
    """Adjacent ranges do not overlap."""
    assert problems(NetworkConfig(connected_cidrs={"campus": "10.21.0.0/16"})) == []


def test_network_without_any_way_out_is_a_warning() -> None:
    """It deploys, and jobs cannot even write a log."""
    assert problems(NetworkConfig(nat="none")) == [("nat", True)]
    assert problems(NetworkConfig(nat="none", interface_endpoints=("logs",))) == []


def test_existing_vpc_stands_alone() -> None:
    """Settings of an own VPC would be ignored, so they are refused."""
    assert problems(NetworkConfig(existing_vpc=EXISTING)) == []
    own = NetworkConfig(existing_vpc=EXISTING, nat="one", cidr="10.0.0.0/16")
    assert problems(own) == [("cidr", False), ("nat", False)]
    assert all(problem.written for problem in own.problems())


def test_overlap_does_not_matter_in_an_existing_vpc() -> None:
    """Its own range is not ours to know."""
    connected = {"campus": "10.0.0.0/8"}
    assert problems(NetworkConfig(existing_vpc=EXISTING, connected_cidrs=connected)) == []
