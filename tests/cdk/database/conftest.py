"""A database in a stack of its own, synthesised once for each set of settings."""

import json
from collections.abc import Callable
from typing import Literal

import pytest
from aws_cdk import App, Environment, Stack, aws_ec2 as ec2, aws_kms as kms
from aws_cdk.assertions import Template

from cdk.database.config import DatabaseConfig
from cdk.database.construct import ReleaseDatabases
from cdk.database.server import PostgresServer

KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"


@pytest.fixture(scope="session")
def database(new_app: Callable[[], App]) -> Callable[..., Template]:
    """Return what builds a database of two releases from settings and returns its template."""
    built: dict[str, Template] = {}

    def build(
        removal_policy: Literal["retain", "destroy"] = "retain", **settings: object
    ) -> Template:
        name = json.dumps([removal_policy, settings], sort_keys=True)
        if name not in built:
            built[name] = _template(new_app(), removal_policy, settings)
        return built[name]

    return build


def _template(
    app: App, removal_policy: Literal["retain", "destroy"], settings: dict[str, object]
) -> Template:
    stack = Stack(app, "Test", env=Environment(account="111122223333", region="us-east-1"))
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0a1b2c3d4e5f67890",
        availability_zones=["us-east-1a", "us-east-1b"],
        private_subnet_ids=["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"],
    )
    subnets = ec2.SubnetSelection(subnets=vpc.private_subnets)
    key = kms.Key.from_key_arn(stack, "Key", KEY_ARN)
    config = DatabaseConfig.model_validate(settings)
    server = PostgresServer(
        stack,
        "Server",
        name="demo-dev",
        config=config,
        vpc=vpc,
        subnets=subnets,
        key=key,
        removal_policy=removal_policy,
    )
    ReleaseDatabases(
        stack,
        "Releases",
        releases=["jupyterhub", "airflow"],
        rotation_days=config.rotation_days,
        server=server,
        vpc=vpc,
        subnets=subnets,
        key=key,
    )
    return Template.from_stack(stack)
