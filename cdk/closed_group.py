"""A security group that lets nothing in or out by itself."""

from aws_cdk import aws_ec2 as ec2
from constructs import Construct


def closed_group(
    scope: Construct, role: str, description: str, *, vpc: ec2.IVpc
) -> ec2.SecurityGroup:
    """Make a security group without any rule; CDK's own default lets everything out.

    Args:
        scope: whose group it is.
        role: what its members are, part of the logical id, such as `Client`.
        description: of its members, in a sentence that the console shows.
        vpc: the network.
    """
    return ec2.SecurityGroup(
        scope, f"{role}SecurityGroup", vpc=vpc, description=description, allow_all_outbound=False
    )
