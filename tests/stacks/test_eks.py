"""The stack of the cluster."""

from collections.abc import Callable

import pytest
from aws_cdk import App, Stack, aws_kms as kms
from aws_cdk.assertions import Match, Template

from cdk.config.lab import LabConfig
from cdk.eks.config import EksConfig
from stacks.eks import EksStack

KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
EXISTING = {
    "existing_vpc": {
        "vpc_id": "vpc-0a1b2c3d4e5f67890",
        "private_subnets": {
            "us-east-1a": "subnet-0a1b2c3d4e5f67890",
            "us-east-1b": "subnet-0a1b2c3d4e5f67891",
        },
    }
}


@pytest.fixture(scope="module")
def stack(config: Callable[[str, str], LabConfig], new_app: Callable[[], App]) -> EksStack:
    """Return the cluster of a protected lab in a VPC that exists."""
    lab = config("labs/demo", "dev")
    network = type(lab.network).model_validate(EXISTING)
    lab = lab.model_copy(update={"network": network, "termination_protection": True})
    app = new_app()
    key = kms.Key.from_key_arn(Stack(app, "Key"), "Key", KEY_ARN)
    return EksStack(app, lab, eks=EksConfig(), own_network=None, key=key)


@pytest.fixture(scope="module")
def template(stack: EksStack) -> Template:
    """Return its template."""
    return Template.from_stack(stack)


def test_the_cluster_is_in_the_private_subnets(template: Template) -> None:
    """Also in a network that somebody else made."""
    template.has_resource_properties(
        "AWS::EKS::Cluster",
        {
            "ResourcesVpcConfig": {
                "SubnetIds": ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"]
            }
        },
    )


def test_a_protected_lab_protects_its_cluster(stack: EksStack, template: Template) -> None:
    """CloudFormation refuses, and EKS as well."""
    assert stack.termination_protection is True
    template.has_resource_properties("AWS::EKS::Cluster", {"DeletionProtection": True})


def test_the_name_of_the_cluster_is_published(template: Template) -> None:
    """As a fact, for releases and people."""
    (cluster,) = template.find_resources("AWS::EKS::Cluster")
    template.has_resource_properties(
        "AWS::SSM::Parameter",
        {"Name": "/lab/demo/dev/eks_cluster_name", "Value": {"Ref": cluster}},
    )


def test_people_are_told_how_to_reach_it(template: Template) -> None:
    """The command, with the name that CloudFormation makes up."""
    template.has_output(
        "KubeconfigCommand",
        {"Value": {"Fn::Join": ["", Match.array_with(["aws eks update-kubeconfig --name "])]}},
    )


def test_nothing_warns(template: Template, stack: EksStack) -> None:
    """Tags on subnets of others are not needed."""
    assert template.to_json()["Resources"]
    assert [each.data for each in stack.node.metadata if "warning" in each.type] == []
