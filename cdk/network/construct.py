"""The network that everything runs in: the lab's own VPC, or one that exists already."""

from aws_cdk import Annotations, aws_ec2 as ec2
from constructs import Construct

from cdk.network.config import ExistingVpcConfig, NetworkConfig
from cdk.network.endpoints import GatewayEndpoints, InterfaceEndpoints
from cdk.network.flow_logs import FlowLogs
from cdk.network.vpc import LabVpc


class Network(Construct):
    """A VPC and its private subnets.

    The stack above must name its `availability_zones` itself, as CDK's own way asks AWS at synth.

    Attributes:
        vpc: the VPC, made here or found.
        private_subnets: one subnet per availability zone, for everything that the lab runs.
    """

    vpc: ec2.IVpc
    private_subnets: ec2.SubnetSelection

    def __init__(
        self, scope: Construct, construct_id: str, *, name: str, config: NetworkConfig
    ) -> None:
        """Build the network.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            name: what the VPC is called in the console, such as `demo-dev`.
            config: the settings.
        """
        super().__init__(scope, construct_id)
        self.private_subnets = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS)
        if config.existing_vpc is not None:
            self.vpc = self._found(config.existing_vpc)
            return
        self.vpc = LabVpc(self, "Vpc", name=name, config=config).vpc
        GatewayEndpoints(self, "GatewayEndpoints", vpc=self.vpc)
        if config.interface_endpoints:
            InterfaceEndpoints(
                self,
                "InterfaceEndpoints",
                vpc=self.vpc,
                vpc_cidr=config.cidr,
                services=config.interface_endpoints,
                subnets=self.private_subnets,
            )
        if config.flow_logs is not None:
            FlowLogs(self, "FlowLogs", vpc=self.vpc, config=config.flow_logs)

    def _found(self, existing: ExistingVpcConfig) -> ec2.IVpc:
        Annotations.of(self).acknowledge_warning(
            "@aws-cdk/aws-ec2:noSubnetRouteTableId",
            "the routes of an existing VPC belong to whoever made it",
        )
        subnets = sorted(existing.private_subnets.items())
        return ec2.Vpc.from_vpc_attributes(
            self,
            "Vpc",
            vpc_id=existing.vpc_id,
            availability_zones=[zone for zone, _ in subnets],
            private_subnet_ids=[subnet for _, subnet in subnets],
        )
