"""AWS::EC2::NatGateway: a way out for private subnets."""

from localaws import ec2_tags
from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::EC2::NatGateway"
REPLACING = ("AllocationId", "ConnectivityType", "PrivateIpAddress", "SubnetId", "VpcId")


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Create the gateway; ministack keeps its elastic address but does not show it.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html
    """
    properties = dict(declaration.properties)
    tags = ec2_tags.specification("natgateway", {"Tags": properties.pop("Tags", None)})
    gateway = call(client("ec2"), "create_nat_gateway", properties, **tags)["NatGateway"]
    return gateway["NatGatewayId"], {"NatGatewayId": gateway["NatGatewayId"]}


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply changed tags."""
    ec2_tags.apply(client("ec2"), physical_id, old, new)
    return {"NatGatewayId": physical_id}


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Delete the gateway."""
    client("ec2").delete_nat_gateway(NatGatewayId=physical_id)
