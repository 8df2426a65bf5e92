"""Settings of the network: the lab's own VPC, or one that exists already."""

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field

from cdk.settings import FIXED, FREE, GROWS, REPLACES, Problem, Settings
from cdk.types import Cidr, SubnetId, VpcCidr, VpcId, WholeNumber, ZoneName

ZoneLetter = Literal["a", "b", "c", "d", "e", "f"]

EndpointService = Literal[
    "autoscaling",
    "batch",
    "ec2",
    "ec2messages",
    "ecr.api",
    "ecr.dkr",
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "eks",
    "elasticfilesystem",
    "kms",
    "logs",
    "monitoring",
    "secretsmanager",
    "sns",
    "ssm",
    "ssmmessages",
    "states",
    "sts",
]


class FlowLogsConfig(Settings):
    """A record of connections in the VPC, kept in CloudWatch Logs."""

    traffic: Annotated[Literal["ALL", "ACCEPT", "REJECT"], REPLACES] = Field(
        "REJECT", examples=["REJECT"]
    )
    """Which connections are recorded. REJECT, the default, is small and shows what a firewall rule
    stopped; ALL costs 0.50 USD per GB taken in (us-east-1, list price 2026)."""
    retention_days: Annotated[
        Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653],
        WholeNumber,
        FREE,
    ] = Field(30, examples=[30])
    """How many days the record is kept. Default 30. The allowed values are those of CloudWatch."""


class ExistingVpcConfig(Settings):
    """A VPC that someone else made, for example a campus network team."""

    vpc_id: Annotated[VpcId, FIXED] = Field(examples=["vpc-0a1b2c3d4e5f67890"])
    """The VPC to build in. Nothing in it is changed: make sure that it has a gateway endpoint for
    S3, as bytes to S3 through a NAT gateway cost 0.045 USD per GB (us-east-1, list price 2026)."""
    private_subnets: Annotated[dict[ZoneName, SubnetId], FIXED] = Field(
        min_length=2,
        max_length=3,
        examples=[
            {
                "us-east-1a": "subnet-0a1b2c3d4e5f67890",
                "us-east-1b": "subnet-0a1b2c3d4e5f67891",
            }
        ],
    )
    """One private subnet per availability zone, two or three zones. The shared file system gets a
    mount target in each."""

    def problems(self) -> Iterator[Problem]:
        """Check that each zone has a subnet of its own."""
        subnets = list(self.private_subnets.values())
        for zone, subnet in self.private_subnets.items():
            if subnets.count(subnet) > 1:
                yield Problem(
                    path=("private_subnets", zone),
                    message=f"is the subnet of another zone too (got {subnet})",
                    hint="a subnet lies in one zone",
                )


class NetworkConfig(Settings):
    """The lab's network. Everything a lab runs lives in private subnets."""

    cidr: Annotated[VpcCidr, FIXED] = Field("10.20.0.0/16", examples=["10.20.0.0/16"])
    """Address range of the VPC, /16 to /20, out of the private ranges. Default 10.20.0.0/16. It
    cannot be changed later, and two networks that shall ever be connected must not overlap."""
    connected_cidrs: Annotated[dict[str, Cidr], FREE] = Field(
        default={}, examples=[{"campus": "10.0.0.0/12"}]
    )
    """Networks this one is or will be connected to (campus, VPN, other VPCs), by a name of your
    choice. `cidr` must not overlap any of them. Default none."""
    availability_zones: Annotated[tuple[ZoneLetter, ...], GROWS] = Field(
        ("a", "b"), strict=False, min_length=2, max_length=3, examples=[["a", "b"]]
    )
    """Letters of the two or three zones in which there are subnets: in us-east-1, `[a, b]` means
    us-east-1a and us-east-1b. Default `[a, b]`. More zones give spot instances more places to be
    found; the third may be added later, at the end. `lab deploy` says which zones an account
    has."""
    nat: Annotated[Literal["none", "one", "per_az"], FREE] = Field("one", examples=["one"])
    """How private subnets reach the internet. `none`: not at all. `one`: one NAT gateway, 36.50 USD
    a month with its address. `per_az`: one in each zone, so that a lost zone takes no other
    with it, the same price each. Each GB through it costs 0.045 USD more (us-east-1, 2026)."""
    interface_endpoints: Annotated[tuple[EndpointService, ...], FREE] = Field(
        (), strict=False, examples=[["ecr.api", "ecr.dkr", "logs"]]
    )
    """AWS services reached without the internet, 7.30 USD per month, service and zone (us-east-1,
    2026). Default none. Endpoints for S3 and DynamoDB are free and always there."""
    flow_logs: Annotated[FlowLogsConfig | None, FREE] = Field(
        None, examples=[{"traffic": "REJECT", "retention_days": 30}]
    )
    """Record of connections. The presets `standard` and `production` keep one; `null` means
    none."""
    existing_vpc: Annotated[ExistingVpcConfig | None, FIXED] = Field(
        None,
        examples=[
            {
                "vpc_id": "vpc-0a1b2c3d4e5f67890",
                "private_subnets": {
                    "us-east-1a": "subnet-0a1b2c3d4e5f67890",
                    "us-east-1b": "subnet-0a1b2c3d4e5f67891",
                },
            }
        ],
    )
    """Build in a VPC that exists instead of making one. Default none. The other settings of
    `network` then have no effect and must be left out."""

    def problems(self) -> Iterator[Problem]:
        """Check the address range against connected networks, and either kind of VPC alone."""
        if len(set(self.availability_zones)) < len(self.availability_zones):
            yield Problem(
                path=("availability_zones",),
                message=f"names a zone twice (got {', '.join(self.availability_zones)})",
                hint="each zone gets one subnet of either kind",
            )
        for service in {
            s for s in self.interface_endpoints if self.interface_endpoints.count(s) > 1
        }:
            yield Problem(
                path=("interface_endpoints",),
                message=f"names a service twice (got {service})",
                hint="one endpoint serves the whole VPC",
            )
        own = IPv4Network(self.cidr)
        for name, cidr in self.connected_cidrs.items():
            if self.existing_vpc is None and own.overlaps(IPv4Network(cidr)):
                yield Problem(
                    path=("cidr",),
                    message=f"overlaps connected_cidrs.{name} (got {self.cidr} and {cidr})",
                    hint="choose a range outside it; it cannot be changed after the deployment",
                    related=(("connected_cidrs", name),),
                )
        if self.existing_vpc is not None:
            for field in sorted(self.model_fields_set - {"existing_vpc", "connected_cidrs"}):
                yield Problem(
                    path=(field,),
                    message="has no effect in a VPC that exists",
                    hint="leave it out, or leave out existing_vpc to get a VPC of the lab's own",
                    related=(("existing_vpc",),),
                    written=True,
                )
        elif self.nat == "none" and not self.interface_endpoints:
            yield Problem(
                path=("nat",),
                message="lets instances reach nothing but S3 and DynamoDB (got none)",
                hint="set `nat: one`, or name what is needed in interface_endpoints",
                related=(("interface_endpoints",), ("existing_vpc",)),
                warning=True,
            )
