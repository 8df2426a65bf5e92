"""The stack of the cluster's machines."""

import json
from collections.abc import Callable

import pytest
from aws_cdk import App, Stack, aws_ec2 as ec2, aws_kms as kms
from aws_cdk.assertions import Template

from cdk.config.lab import LabConfig
from cdk.eks.config import ControlPlaneLogsConfig, EksConfig
from stacks.eks import EksStack
from stacks.network import NetworkStack
from stacks.node_pools import NodePoolsStack

KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
EKS = EksConfig(control_plane_logs=ControlPlaneLogsConfig(retention_days=14))


@pytest.fixture(scope="module")
def template(config: Callable[[str, str], LabConfig], new_app: Callable[[], App]) -> Template:
    """Return the template of the demo lab's machines, whose members may mount the file system."""
    lab, app = config("labs/demo", "dev"), new_app()
    elsewhere = Stack(app, "Elsewhere")
    network = NetworkStack(app, lab).network
    cluster = EksStack(
        app,
        lab,
        eks=EKS,
        own_network=network,
        key=kms.Key.from_key_arn(elsewhere, "Key", KEY_ARN),
    )
    clients = ec2.SecurityGroup.from_security_group_id(elsewhere, "Clients", "sg-0a1b2c3d")
    return Template.from_stack(
        NodePoolsStack(
            app,
            lab,
            eks=EKS,
            kubernetes=cluster.kubernetes,
            network=cluster.network,
            client_security_groups={"system": [clients]},
        )
    )


def machines(template: Template, pool: str = "System") -> str:
    """Return the text of the manifest that says where machines of a pool are."""
    (found,) = (
        each["Properties"]["Manifest"]["Fn::Join"][1]
        for logical_id, each in template.find_resources(
            "Custom::AWSCDK-EKS-KubernetesResource"
        ).items()
        if f"{pool}NodeClass" in logical_id
    )
    return "".join(each if isinstance(each, str) else json.dumps(each) for each in found)


def test_it_says_that_it_needs_the_kubernetes_api(template: Template) -> None:
    """The embedded AWS has none, and leaves the stack out."""
    assert template.to_json()["Metadata"]["VirtualLab"]["NotEmulated"] == "a Kubernetes API"


def test_machines_are_members_of_the_cluster_and_of_whom_they_ask(template: Template) -> None:
    """The group that EKS makes, then those of this pool; others are not let in."""
    _, _, groups = machines(template).partition("securityGroupSelectorTerms")
    assert groups.index("ClusterSecurityGroupId") < groups.index("sg-0a1b2c3d")
    assert "sg-0a1b2c3d" not in machines(template, "Notebook")


def test_machines_are_in_every_private_subnet(template: Template) -> None:
    """Both of the demo lab."""
    assert machines(template).count("PrivateSubnet") == 2


def test_machines_stand_on_the_bill_of_the_lab(template: Template) -> None:
    """With the tags of every other resource."""
    _, _, tags = machines(template).partition('"tags":')
    assert json.loads(tags.removesuffix("}}]")) == {
        "lab": "demo",
        "environment": "dev",
        "owner": "grace.hopper@demo-lab.example",
        "cost-center": "4711",
    }


def test_logs_are_kept_as_long_as_those_of_the_cluster(template: Template) -> None:
    """One setting for both."""
    template.all_resources_properties("AWS::Logs::LogGroup", {"RetentionInDays": 14})
