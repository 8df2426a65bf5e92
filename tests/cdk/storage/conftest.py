"""Storage in a stack of its own, synthesised once for each set of settings."""

import json
from collections.abc import Callable

import pytest
from aws_cdk import App, Environment, Stack, aws_ec2 as ec2
from aws_cdk.assertions import Template

from cdk.storage.config import StorageConfig
from cdk.storage.construct import Storage


@pytest.fixture(scope="session")
def storage(new_app: Callable[[], App]) -> Callable[..., Template]:
    """Return what builds storage from settings and returns its template."""
    built: dict[str, Template] = {}

    def build(**settings: object) -> Template:
        key = json.dumps(settings, sort_keys=True)
        if key not in built:
            env = Environment(account="111122223333", region="us-east-1")
            stack = Stack(new_app(), "Test", env=env)
            vpc = ec2.Vpc.from_vpc_attributes(
                stack,
                "Vpc",
                vpc_id="vpc-0a1b2c3d4e5f67890",
                availability_zones=["us-east-1a", "us-east-1b"],
                private_subnet_ids=["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"],
            )
            Storage(
                stack,
                "Storage",
                name="demo-dev",
                config=StorageConfig.model_validate(settings),
                vpc=vpc,
                subnets=ec2.SubnetSelection(subnets=vpc.private_subnets),
            )
            built[key] = Template.from_stack(stack)
        return built[key]

    return build
