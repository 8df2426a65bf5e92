"""Ways to AWS services that do not lead through the internet."""

import re
from collections.abc import Iterable

from aws_cdk import aws_ec2 as ec2
from constructs import Construct


class GatewayEndpoints(Construct):
    """Routes to S3 and DynamoDB, free of charge, in every route table of the VPC.

    Always there: bytes to S3 through a NAT gateway cost 0.045 USD per GB (us-east-1, 2026).
    """

    def __init__(self, scope: Construct, construct_id: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, construct_id)
        for name, service in (
            ("S3", ec2.GatewayVpcEndpointAwsService.S3),
            ("DynamoDb", ec2.GatewayVpcEndpointAwsService.DYNAMODB),
        ):
            ec2.GatewayVpcEndpoint(self, name, vpc=vpc, service=service)


class InterfaceEndpoints(Construct):
    """Network interfaces of AWS services in the private subnets, reached from the VPC by HTTPS."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        vpc: ec2.IVpc,
        vpc_cidr: str,
        services: Iterable[str],
        subnets: ec2.SubnetSelection,
    ) -> None:
        super().__init__(scope, construct_id)
        group = ec2.SecurityGroup(
            self,
            "SecurityGroup",
            vpc=vpc,
            description="AWS services, from inside the VPC by HTTPS only",
            allow_all_outbound=False,
        )
        group.add_ingress_rule(ec2.Peer.ipv4(vpc_cidr), ec2.Port.tcp(443), "HTTPS from the VPC")
        for service in services:
            ec2.InterfaceVpcEndpoint(
                self,
                "".join(word.capitalize() for word in re.split(r"[.-]", service)),
                vpc=vpc,
                service=ec2.InterfaceVpcEndpointAwsService(service),
                subnets=subnets,
                security_groups=[group],
                open=False,
            )
