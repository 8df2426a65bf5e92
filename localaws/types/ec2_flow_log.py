"""AWS::EC2::FlowLog: a record of a network's traffic."""

from localaws import ec2_tags
from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::EC2::FlowLog"
REPLACING = (
    "DeliverCrossAccountRole",
    "DeliverLogsPermissionArn",
    "DestinationOptions",
    "LogDestination",
    "LogDestinationType",
    "LogFormat",
    "LogGroupName",
    "MaxAggregationInterval",
    "ResourceId",
    "ResourceType",
    "TrafficType",
)


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Create the flow log of the one network that the template names.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-flowlog.html
    """
    ec2 = client("ec2")
    properties = dict(declaration.properties)
    tags = properties.pop("Tags", None)
    resource_ids = [properties.pop("ResourceId")]
    created = call(ec2, "create_flow_logs", properties, ResourceIds=resource_ids)
    flow_log_id = created["FlowLogIds"][0]
    # ministack files tags given at creation under a resource type that AWS does not have.
    ec2_tags.apply(ec2, flow_log_id, {}, {"Tags": tags})
    return flow_log_id, {"Id": flow_log_id}


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply changed tags."""
    ec2_tags.apply(client("ec2"), physical_id, old, new)
    return {"Id": physical_id}


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Delete the flow log."""
    client("ec2").delete_flow_logs(FlowLogIds=[physical_id])
