"""The way of CloudFormation to the Kubernetes API."""

import re
from typing import Any

import pytest
from aws_cdk.assertions import Match, Template

from cdk.eks.versions import SUPPORT
from tests.cdk.eks.conftest import Templates


def function(template: Template, description: str) -> dict[str, Any]:
    """Return the function whose description begins in one way."""
    (found,) = (
        each
        for each in template.find_resources("AWS::Lambda::Function").values()
        if each["Properties"]["Description"].startswith(description)
    )
    return dict(found)


def test_kubectl_and_helm_are_those_that_the_lab_was_tested_with(whole: Templates) -> None:
    """Another helm is another behaviour, so the layer names both."""
    whole.node_pools.has_resource_properties(
        "AWS::Lambda::LayerVersion",
        {"Description": "/opt/kubectl/kubectl 1.36.3; /opt/helm/helm 4.2.3"},
    )


@pytest.mark.parametrize("version", SUPPORT)
def test_kubectl_speaks_to_every_version(whole: Templates, version: str) -> None:
    """It is at most one minor version away: kubernetes.io/releases/version-skew-policy."""
    layers = whole.node_pools.find_resources("AWS::Lambda::LayerVersion")
    (kubectl,) = re.findall(r"kubectl 1\.(\d+)", str(layers))
    assert abs(int(kubectl) - int(version.removeprefix("1."))) <= 1


def test_the_function_runs_in_the_private_subnets(whole: Templates) -> None:
    """The API is private, so it is reached from inside, with a group of its own."""
    handler = function(whole.node_pools, "onEvent handler for EKS kubectl")
    network = handler["Properties"]["VpcConfig"]
    assert network["SubnetIds"] == ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"]
    (own,) = whole.node_pools.find_resources("AWS::EC2::SecurityGroup")
    assert network["SecurityGroupIds"] == [{"Fn::GetAtt": [own, "GroupId"]}]


def test_the_control_plane_lets_the_function_in(whole: Templates) -> None:
    """The rule stands in this stack, so the cluster's does not refer back."""
    (own,) = whole.node_pools.find_resources("AWS::EC2::SecurityGroup")
    whole.node_pools.has_resource_properties(
        "AWS::EC2::SecurityGroupIngress",
        {
            "FromPort": 443,
            "ToPort": 443,
            "GroupId": {"Fn::ImportValue": Match.string_like_regexp("ControlPlaneSecurityGroup")},
            "SourceSecurityGroupId": {"Fn::GetAtt": [own, "GroupId"]},
        },
    )


def test_the_function_speaks_https_only(whole: Templates) -> None:
    """Nothing else is needed for Kubernetes, AWS and charts."""
    (own,) = whole.node_pools.find_resources("AWS::EC2::SecurityGroup").values()
    rules = own["Properties"]["SecurityGroupEgress"]
    assert [(each["IpProtocol"], each["FromPort"], each["ToPort"]) for each in rules] == [
        ("tcp", 443, 443)
    ]


def test_the_function_is_an_admin_of_the_cluster(whole: Templates) -> None:
    """By an access entry of its own."""
    (entry,) = whole.node_pools.find_resources("AWS::EKS::AccessEntry").values()
    role = function(whole.node_pools, "onEvent handler for EKS kubectl")["Properties"]["Role"]
    assert entry["Properties"]["PrincipalArn"] == role
    assert "AmazonEKSClusterAdminPolicy" in str(entry["Properties"]["AccessPolicies"])


def test_every_log_expires(whole: Templates) -> None:
    """Those of the function, and those of CDK's framework around it."""
    groups = whole.node_pools.find_resources("AWS::Logs::LogGroup").values()
    assert [(each["Properties"]["RetentionInDays"], each["DeletionPolicy"]) for each in groups] == [
        (14, "Delete"),
        (14, "Delete"),
    ]


def test_a_chart_of_another_stack_runs_through_it(whole: Templates) -> None:
    """Strong references to the function and the cluster, so neither is removed before it."""
    (chart,) = whole.releases.find_resources("Custom::AWSCDK-EKS-HelmChart").values()
    assert set(chart["Properties"]["ServiceToken"]) == {"Fn::ImportValue"}
    assert set(chart["Properties"]["ClusterName"]) == {"Fn::ImportValue"}
