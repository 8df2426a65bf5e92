"""The lab's own VPC: address plan, subnets, NAT."""

from ipaddress import IPv4Network

from aws_cdk import Tags, aws_ec2 as ec2
from constructs import Construct

from cdk.network.config import NetworkConfig

PUBLIC_PREFIX = 24
"""Prefix of a public subnet: only NAT gateways and load balancers get addresses there."""


class LabVpc(Construct):
    """A VPC whose subnets keep their addresses and ids, whatever settings are changed later.

    The first quarter of the range holds the public subnets, each other quarter a private one, so a
    third zone finds its place empty. Private subnets are the same resources whether or not there
    is a way out, so `nat` only adds and removes gateways and routes.

    Attributes:
        vpc: the VPC.
    """

    vpc: ec2.Vpc

    def __init__(
        self, scope: Construct, construct_id: str, *, name: str, config: NetworkConfig
    ) -> None:
        super().__init__(scope, construct_id)
        zones = len(config.availability_zones)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            vpc_name=name,
            ip_addresses=ec2.IpAddresses.cidr(config.cidr),
            max_azs=zones,
            subnet_configuration=_subnets(config.cidr),
            nat_gateways={"none": 0, "one": 1, "per_az": zones}[config.nat],
            restrict_default_security_group=True,
        )
        for kind, subnets in (
            ("public", self.vpc.public_subnets),
            ("private", self.vpc.private_subnets),
        ):
            for number, subnet in enumerate(subnets, start=1):
                Tags.of(subnet).add("Name", f"{name}-{kind}-{number}")


def _subnets(cidr: str) -> list[ec2.SubnetConfiguration]:
    return [
        ec2.SubnetConfiguration(
            name="Public",
            subnet_type=ec2.SubnetType.PUBLIC,
            cidr_mask=PUBLIC_PREFIX,
            map_public_ip_on_launch=False,
        ),
        ec2.SubnetConfiguration(
            name="Private",
            # Also without NAT: another type would be another resource with another id.
            subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS,
            cidr_mask=IPv4Network(cidr).prefixlen + 2,
        ),
    ]
