"""AWS::EC2::VPC: an attribute that templates read and ministack does not return."""

from localaws.convert import Properties
from localaws.resource import Attributes

TYPE = "AWS::EC2::VPC"


def complete(physical_id: str, old: Properties, new: Properties) -> Attributes:  # noqa: ARG001
    """Return the address range.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html
    """
    return {"CidrBlock": new["CidrBlock"]}


def before_delete(physical_id: str) -> None:
    """Do nothing."""
