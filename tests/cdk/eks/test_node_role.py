"""The role of the machines."""

from collections.abc import Callable
from typing import Any

from aws_cdk.assertions import Template


def node_role(template: Template) -> tuple[str, dict[str, Any]]:
    """Return the role that EC2 assumes."""
    (found,) = (
        (logical_id, each["Properties"])
        for logical_id, each in template.find_resources("AWS::IAM::Role").items()
        if "ec2.amazonaws.com" in str(each["Properties"]["AssumeRolePolicyDocument"])
    )
    return found


def test_machines_join_the_cluster_and_pull_images_and_no_more(
    cluster: Callable[..., Template],
) -> None:
    """The lab's data is for pods with an identity."""
    _, role = node_role(cluster())
    names = {str(arn).rpartition("/")[2].rstrip("]}'") for arn in role["ManagedPolicyArns"]}
    assert names == {"AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"}
    assert "Policies" not in role


def test_machines_are_let_into_the_cluster(cluster: Callable[..., Template]) -> None:
    """Without this entry they start, are billed, and never join."""
    template = cluster()
    logical_id, _ = node_role(template)
    (entry,) = (
        each["Properties"]
        for each in template.find_resources("AWS::EKS::AccessEntry").values()
        if each["Properties"]["PrincipalArn"] == {"Fn::GetAtt": [logical_id, "Arn"]}
    )
    assert entry["Type"] == "EC2"
    assert "AmazonEKSAutoNodePolicy" in str(entry["AccessPolicies"])
