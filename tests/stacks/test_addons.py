"""The stack of add-ons."""

from collections.abc import Callable

from aws_cdk import App, Stack, aws_eks_v2 as eks
from aws_cdk.assertions import Template

from cdk.config.lab import LabConfig
from cdk.eks.config import EksConfig
from stacks.addons import AddonsStack


def test_addons_are_installed_without_the_kubernetes_api(
    config: Callable[[str, str], LabConfig], new_app: Callable[[], App]
) -> None:
    """AWS installs them, so the embedded AWS can too."""
    app = new_app()
    cluster = eks.Cluster.from_cluster_attributes(Stack(app, "Other"), "Eks", cluster_name="demo")
    stack = AddonsStack(
        app, config("labs/demo", "dev"), eks=EksConfig(), cluster=cluster, file_system=None
    )
    template = Template.from_stack(stack)
    template.has_resource_properties("AWS::EKS::Addon", {"ClusterName": "demo"})
    assert "NotEmulated" not in str(template.to_json().get("Metadata"))
