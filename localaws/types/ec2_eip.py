"""AWS::EC2::EIP: an elastic IP address."""

from localaws import ec2_tags
from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::EC2::EIP"
REPLACING = ("Address", "Domain", "IpamPoolId", "NetworkBorderGroup", "TransferAddress")


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Allocate an address; `Ref` is the address itself.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html
    """
    properties = dict(declaration.properties)
    tags = ec2_tags.specification("elastic-ip", {"Tags": properties.pop("Tags", None)})
    address = call(client("ec2"), "allocate_address", properties, **tags)
    return address["PublicIp"], _attributes(address["PublicIp"], address["AllocationId"])


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply changed tags."""
    allocation_id = _allocation_id(physical_id)
    ec2_tags.apply(client("ec2"), allocation_id, old, new)
    return _attributes(physical_id, allocation_id)


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Release the address."""
    client("ec2").release_address(AllocationId=_allocation_id(physical_id))


def _allocation_id(public_ip: str) -> str:
    """Return the id by which the API knows an address."""
    addresses = client("ec2").describe_addresses()["Addresses"]
    return str(next(a["AllocationId"] for a in addresses if a["PublicIp"] == public_ip))


def _attributes(public_ip: str, allocation_id: str) -> Attributes:
    """Return what `Fn::GetAtt` gives."""
    return {"PublicIp": public_ip, "AllocationId": allocation_id}
