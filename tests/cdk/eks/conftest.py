"""The cluster in stacks of its own, synthesised once for each set of settings."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from aws_cdk import (
    App,
    Environment,
    Stack,
    aws_ec2 as ec2,
    aws_efs as efs,
    aws_eks_v2 as eks,
    aws_kms as kms,
)
from aws_cdk.assertions import Template

from cdk.eks.addons import Addons
from cdk.eks.config import EksConfig
from cdk.eks.construct import KubernetesCluster
from cdk.eks.kubernetes_api import KubernetesApi
from cdk.eks.node_pools import NodePools

ENVIRONMENT = Environment(account="111122223333", region="us-east-1")
KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"


def vpc(stack: Stack) -> ec2.IVpc:
    """Return a VPC that exists, with two private subnets."""
    return ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0a1b2c3d4e5f67890",
        availability_zones=["us-east-1a", "us-east-1b"],
        private_subnet_ids=["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"],
    )


def cluster_of(
    stack: Stack, network: ec2.IVpc, config: EksConfig, *, protected: bool = False
) -> KubernetesCluster:
    """Build a cluster in a stack."""
    return KubernetesCluster(
        stack,
        "Kubernetes",
        name="demo-dev",
        config=config,
        vpc=network,
        subnets=ec2.SubnetSelection(subnets=network.private_subnets),
        key=kms.Key.from_key_arn(stack, "Key", KEY_ARN),
        deletion_protection=protected,
    )


@pytest.fixture(scope="session")
def cluster(new_app: Callable[[], App]) -> Callable[..., Template]:
    """Return what builds a cluster from settings and returns its template."""
    built: dict[str, Template] = {}

    def build(*, protected: bool = False, **settings: object) -> Template:
        key = json.dumps([protected, settings], sort_keys=True)
        if key not in built:
            stack = Stack(new_app(), "Test", env=ENVIRONMENT)
            config = EksConfig.model_validate(settings)
            cluster_of(stack, vpc(stack), config, protected=protected)
            built[key] = Template.from_stack(stack)
        return built[key]

    return build


@dataclass(frozen=True)
class Templates:
    """The templates of a cluster with machines, add-ons and a release, each in its own stack."""

    node_pools: Template
    addons: Template
    releases: Template


@pytest.fixture(scope="session")
def whole(new_app: Callable[[], App]) -> Templates:
    """Return all stacks of a cluster with GPUs, synthesised together."""
    app = new_app()
    stacks = {
        name: Stack(app, name, env=ENVIRONMENT)
        for name in ("Cluster", "NodePools", "Addons", "Releases")
    }
    config = EksConfig.model_validate(
        {"node_pools": {"gpu": {}}, "addon_versions": {"metrics-server": "v0.8.0-eksbuild.2"}}
    )
    network = vpc(stacks["Cluster"])
    made = cluster_of(stacks["Cluster"], network, config)
    machines = stacks["NodePools"]
    api = KubernetesApi(
        machines,
        "KubernetesApi",
        cluster=made.cluster,
        control_plane_security_group=made.control_plane_security_group,
        vpc=network,
        subnets=network.private_subnets,
        log_retention_days=14,
    )
    clients = ec2.SecurityGroup.from_security_group_id(machines, "Clients", "sg-0a1b2c3d")
    NodePools(
        machines,
        "NodePools",
        config=config.node_pools,
        api=api,
        node_role=made.node_role.role,
        subnets=network.private_subnets,
        security_groups={"notebook": [clients]},
        tags={"lab": "demo"},
    )
    files = efs.FileSystem.from_file_system_attributes(
        stacks["Addons"], "Files", file_system_id="fs-0a1b2c3d", security_group=clients
    )
    Addons(stacks["Addons"], "Addons", config=config, cluster=made.cluster, file_system=files)
    eks.HelmChart(stacks["Releases"], "Hub", cluster=api.cluster, chart="hub", version="1.2.3")
    return Templates(
        node_pools=Template.from_stack(machines),
        addons=Template.from_stack(stacks["Addons"]),
        releases=Template.from_stack(stacks["Releases"]),
    )
