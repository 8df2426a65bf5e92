"""The base of a project in a stack of its own, synthesised once for each set of settings."""

import json
from collections.abc import Callable

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk.assertions import Template

from cdk.facts import Facts
from cdk.project.config import ProjectConfig
from cdk.project.construct import ProjectBase

FACTS = {
    "data_key_arn": "arn:aws:kms:us-east-1:111122223333:key/1",
    "raw_bucket_name": "raw-1",
    "scratch_bucket_name": "scratch-1",
    "results_bucket_name": "results-1",
    "archive_bucket_name": "archive-1",
    "file_system_id": "fs-1",
    "eks_cluster_name": "demo-dev",
}
NONE = {"raw": None, "scratch": None, "results": None, "archive": None}


@pytest.fixture(scope="session")
def project(new_app: Callable[[], App]) -> Callable[..., Template]:
    """Return what builds project `atlas` and returns its template.

    `without` names facts that the lab has not; `data` is laid over no access at all.
    """
    built: dict[str, Template] = {}

    def build(
        without: tuple[str, ...] = (), data: dict[str, str] | None = None, **settings: object
    ) -> Template:
        key = json.dumps([without, data, settings], sort_keys=True)
        if key not in built:
            env = Environment(account="111122223333", region="eu-central-1")
            stack = Stack(new_app(), "Test", env=env)
            config = ProjectConfig.model_validate(
                {
                    "owner": "ada.lovelace@example.org",
                    "posix": {"uid": 20001, "gid": 20002},
                    "data": NONE | (data or {}),
                    **settings,
                }
            )
            facts = Facts(**{name: value for name, value in FACTS.items() if name not in without})
            ProjectBase(stack, "Project", project="atlas", config=config, facts=facts)
            built[key] = Template.from_stack(stack)
        return built[key]

    return build
