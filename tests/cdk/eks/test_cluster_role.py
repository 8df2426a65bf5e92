"""The role of the cluster."""

from collections.abc import Callable
from typing import Any

from aws_cdk.assertions import Template

from tests.cdk.eks.conftest import KEY_ARN

Cluster = Callable[..., Template]


def role(template: Template) -> dict[str, Any]:
    """Return the properties of the role that EKS assumes."""
    (found,) = (
        each["Properties"]
        for each in template.find_resources("AWS::IAM::Role").values()
        if "eks.amazonaws.com" in str(each["Properties"]["AssumeRolePolicyDocument"])
    )
    return dict(found)


def statements(template: Template) -> dict[str, dict[str, Any]]:
    """Return the role's own statements, by their ids."""
    return {
        each["Sid"]: each
        for policy in role(template)["Policies"]
        for each in policy["PolicyDocument"]["Statement"]
    }


def test_auto_mode_has_its_five_policies(cluster: Cluster) -> None:
    """Those of AWS for clusters in Auto Mode."""
    names = {
        str(arn).rpartition("/")[2].rstrip("]}'") for arn in role(cluster())["ManagedPolicyArns"]
    }
    assert names == {
        "AmazonEKSClusterPolicy",
        "AmazonEKSComputePolicy",
        "AmazonEKSBlockStoragePolicy",
        "AmazonEKSLoadBalancingPolicy",
        "AmazonEKSNetworkingPolicy",
    }


def test_the_key_is_used_and_no_other(cluster: Cluster) -> None:
    """Secrets of the cluster are all it is for."""
    assert statements(cluster())["EncryptSecrets"]["Resource"] == KEY_ARN


def test_whatever_is_tagged_belongs_to_this_cluster(cluster: Cluster) -> None:
    """A statement without a resource has the cluster's name as its bound."""
    unbound = {sid for sid, each in statements(cluster()).items() if each["Resource"] == "*"}
    assert unbound == {"Machines", "NetworkInterfaces", "LoadBalancers"}
    assert [
        statements(cluster())[sid]["Condition"]["StringEquals"] for sid in sorted(unbound)
    ] == 3 * [{"aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}"}]


def test_its_rights_go_with_the_role_and_not_before(cluster: Cluster) -> None:
    """EKS still cleans up with them while the cluster is deleted."""
    cluster().resource_count_is("AWS::IAM::Policy", 0)
