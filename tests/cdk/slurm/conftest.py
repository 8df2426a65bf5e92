"""Parts of what is around a cluster, each in a stack of its own."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack, aws_ec2 as ec2, aws_kms as kms

KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"


@pytest.fixture(scope="session")
def new_stack(new_app: Callable[[], App]) -> Callable[[str], Stack]:
    """Return what opens a stack of a name, in a known account and region."""
    place = Environment(account="111122223333", region="us-east-1")
    return lambda name: Stack(new_app(), name, env=place)


@pytest.fixture(scope="session")
def new_vpc() -> Callable[[Stack], ec2.IVpc]:
    """Return what finds a VPC with two private and two public subnets."""

    def found(stack: Stack) -> ec2.IVpc:
        return ec2.Vpc.from_vpc_attributes(
            stack,
            "Vpc",
            vpc_id="vpc-0a1b2c3d4e5f67890",
            availability_zones=["us-east-1a", "us-east-1b"],
            private_subnet_ids=["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"],
            public_subnet_ids=["subnet-0a1b2c3d4e5f67892", "subnet-0a1b2c3d4e5f67893"],
        )

    return found


@pytest.fixture(scope="session")
def lab_key() -> Callable[[Stack], kms.IKey]:
    """Return what finds the lab's key, as another stack's."""
    return lambda stack: kms.Key.from_key_arn(stack, "Key", KEY_ARN)


@pytest.fixture(scope="session")
def statements_of() -> Callable[..., dict[str, dict[str, Any]]]:
    """Return what reads statements of managed policies by sid."""

    def read(*policies: dict[str, Any]) -> dict[str, dict[str, Any]]:
        return {
            statement["Sid"]: statement
            for policy in policies
            for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        }

    return read
