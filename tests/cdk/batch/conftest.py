"""Job queues in a stack of their own, synthesised once for each set of settings."""

import json
from collections.abc import Callable

import pytest
from aws_cdk import App, Environment, Stack, aws_ec2 as ec2, aws_kms as kms
from aws_cdk.assertions import Template

from cdk.batch.blocked_queue_alerts import BlockedQueueAlerts
from cdk.batch.config import BatchConfig
from cdk.batch.construct import JobQueues

IMAGE = "registry.example.org/runner@sha256:" + "0a1b2c3d" * 8


@pytest.fixture(scope="session")
def queues(new_app: Callable[[], App]) -> Callable[..., Template]:
    """Return what builds queues from settings and returns their template."""
    built: dict[str, Template] = {}

    def build(**settings: object) -> Template:
        key = json.dumps(settings, sort_keys=True)
        if key not in built:
            place = Environment(account="111122223333", region="us-east-1")
            stack = Stack(new_app(), "Test", env=place)
            built_queues = JobQueues(
                stack,
                "Batch",
                name="demo-dev-batch",
                config=BatchConfig.model_validate({"image": IMAGE, **settings}),
                vpc=ec2.Vpc.from_vpc_attributes(
                    stack,
                    "Vpc",
                    vpc_id="vpc-1",
                    availability_zones=["us-east-1a", "us-east-1b"],
                    private_subnet_ids=["subnet-a", "subnet-b"],
                ),
                subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
                client_security_groups=[
                    ec2.SecurityGroup.from_security_group_id(stack, "Efs", "sg-efs")
                ],
            )
            told = [built_queues.spot, built_queues.on_demand, built_queues.gpu]
            BlockedQueueAlerts(
                stack,
                "BlockedQueues",
                queues=[each for each in (*told, built_queues.gpu_on_demand) if each is not None],
                email="grace@example.org",
                key=kms.Key(stack, "Key"),
            )
            built[key] = Template.from_stack(stack)
        return built[key]

    return build
