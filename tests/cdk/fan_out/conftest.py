"""A project's fan-out in a stack of its own, synthesised once for each set of settings."""

import json
from collections.abc import Callable

import pytest
from aws_cdk import App, Environment, Stack, aws_iam as iam
from aws_cdk.assertions import Template

from cdk.facts import Facts
from cdk.fan_out.config import FanOutConfig
from cdk.fan_out.construct import FanOut
from cdk.fan_out.owner import JobOwner

ARN = "arn:aws:batch:us-east-1:111122223333:job-queue/"
FACTS = {
    "data_key_arn": "arn:aws:kms:us-east-1:111122223333:key/1",
    "raw_bucket_name": "raw-1",
    "results_bucket_name": "results-1",
    "file_system_id": "fs-1",
    "batch_queue_arn": f"{ARN}spot",
    "batch_on_demand_queue_arn": f"{ARN}on-demand",
    "batch_gpu_queue_arn": f"{ARN}gpu",
    "batch_gpu_on_demand_queue_arn": f"{ARN}gpu-on-demand",
}
IMAGE = "registry.example.org/runner@sha256:" + "0a1b2c3d" * 8
ROLE = "arn:aws:iam::111122223333:role/atlas"


@pytest.fixture(scope="session")
def fan_out(new_app: Callable[[], App]) -> Callable[..., Template]:
    """Return what builds the fan-out of project `blood-atlas` and returns its template.

    `without` names facts that the lab has not; `folder` is an access point, or none.
    """
    built: dict[str, Template] = {}

    def build(
        without: tuple[str, ...] = (), folder: str | None = "fsap-1", **settings: object
    ) -> Template:
        key = json.dumps([without, folder, settings], sort_keys=True)
        if key not in built:
            place = Environment(account="111122223333", region="us-east-1")
            stack = Stack(new_app(), "Test", env=place)
            FanOut(
                stack,
                "FanOut",
                owner=JobOwner(
                    lab="demo",
                    env="dev",
                    project="blood-atlas",
                    email="ada@example.org",
                    user="20001:20002",
                    role=iam.Role.from_role_arn(stack, "Role", ROLE),
                    folders={"raw": "raw-1", "results": "results-1"},
                    writable=("results",),
                    access_point_id=folder,
                ),
                config=FanOutConfig.model_validate(settings),
                image=IMAGE,
                price_table={"machines": [], "max_vcpus": {"spot": 256, "on_demand": 64}},
                facts=Facts(**{name: v for name, v in FACTS.items() if name not in without}),
            )
            built[key] = Template.from_stack(stack)
        return built[key]

    return build
