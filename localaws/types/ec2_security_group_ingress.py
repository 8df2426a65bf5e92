"""AWS::EC2::SecurityGroupIngress: a rule in the stack that needs it, outside its group."""

from localaws import security_group_rule
from localaws.convert import Properties
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::EC2::SecurityGroupIngress"
REPLACING = security_group_rule.REPLACING


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Add the rule to its group.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html
    """
    return security_group_rule.authorize(client("ec2"), "ingress", declaration.properties)


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:  # noqa: ARG001
    """Apply a changed description."""
    security_group_rule.describe(client("ec2"), physical_id, new)
    return {"Id": physical_id}


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Remove the rule from its group."""
    security_group_rule.revoke(client("ec2"), "ingress", properties)
