"""A stack with a cluster that takes manifests and charts, without building one."""

from typing import Any

from aws_cdk import App, Environment, Stack, aws_eks_v2 as eks, aws_iam as iam
from aws_cdk.assertions import Template


def new_stack(app: App) -> Stack:
    """Open a stack in an account and region."""
    return Stack(app, "Test", env=Environment(account="111122223333", region="us-east-1"))


def known_cluster(stack: Stack) -> eks.ICluster:
    """Return a cluster that exists already, with its kubectl provider."""
    provider = eks.KubectlProvider.from_kubectl_provider_attributes(
        stack,
        "Kubectl",
        service_token="arn:aws:lambda:us-east-1:111122223333:function:kubectl",  # noqa: S106
        role=iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/kubectl"),
    )
    return eks.Cluster.from_cluster_attributes(
        stack, "Cluster", cluster_name="demo-dev", kubectl_provider=provider
    )


def charts(stack: Stack) -> dict[str, Any]:
    """Return the helm releases of a stack by their name."""
    found = Template.from_stack(stack).find_resources("Custom::AWSCDK-EKS-HelmChart")
    return {each["Properties"]["Release"]: each for each in found.values()}


def manifests(stack: Stack) -> dict[str, Any]:
    """Return the manifests of a stack by their logical id."""
    return dict(Template.from_stack(stack).find_resources("Custom::AWSCDK-EKS-KubernetesResource"))
