"""The security group that EKS makes for a cluster, of its control plane and its machines."""

import uuid

from botocore.exceptions import ClientError

from localaws.gateway import client

_GONE_OR_USED = ("DependencyViolation", "InvalidGroup.NotFound")


def create(cluster: str, vpc_id: str) -> str:
    """Make the group, whose members reach each other, and return its id.

    docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html

    Args:
        cluster: The cluster's name.
        vpc_id: The network it is in.
    """
    ec2 = client("ec2")
    name = f"eks-cluster-sg-{cluster}-{uuid.uuid4().hex[:10]}"
    tags = {"Name": name, f"kubernetes.io/cluster/{cluster}": "owned"}
    specification = {
        "ResourceType": "security-group",
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }
    group_id = ec2.create_security_group(
        GroupName=name,
        VpcId=vpc_id,
        Description="EKS created security group applied to control plane and managed workloads",
        TagSpecifications=[specification],
    )["GroupId"]
    everything = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group_id}]}
    ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[everything])
    return str(group_id)


def delete(group_id: str) -> None:
    """Delete the group, unless somebody else uses it; EKS leaves it then, too."""
    try:
        client("ec2").delete_security_group(GroupId=group_id)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _GONE_OR_USED:
            raise
