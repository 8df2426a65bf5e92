"""How a deployed lab takes changes: none, good ones, bad ones."""

import copy
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cdk.config.lab import LabConfig
from localaws.deployment import deploy, deploy_template
from tests.deployment.deployed import Deployed, LoadConfig, Synth

STORAGE = "demo-dev-storage"
WithExpiration = Callable[[int], Path]


def expiration(sandbox: Deployed) -> list[int]:
    """Return after how many days scratch objects expire, as S3 says."""
    bucket = sandbox.facts()["scratch_bucket_name"]
    rules = sandbox.aws.client("s3").get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    return [r["Expiration"]["Days"] for r in rules if "Days" in r.get("Expiration", {})]


def events(sandbox: Deployed) -> int:
    """Return how many events the stacks have had."""
    client = sandbox.aws.client("cloudformation")
    pages = client.get_paginator("describe_stack_events").paginate(StackName=STORAGE)
    return sum(len(page["StackEvents"]) for page in pages)


@pytest.fixture
def with_expiration(config: LoadConfig, synth: Synth) -> Callable[[int], Path]:
    """Return what synthesises the sandbox with another life of scratch objects."""

    def synthesise(days: int) -> Path:
        values = config("labs/demo", "dev").model_dump()
        values["storage"]["buckets"]["scratch"]["expiration_days"] = days
        return synth(LabConfig.model_validate(values))

    return synthesise


def test_unchanged_assembly_is_no_update(sandbox: Deployed) -> None:
    """A second deployment makes no event."""
    before = events(sandbox)
    assert all(result.succeeded for result in deploy(sandbox.aws, sandbox.assembly))
    assert events(sandbox) == before


def test_changed_setting_reaches_the_service(
    sandbox: Deployed, with_expiration: WithExpiration
) -> None:
    """A new expiration replaces the old one, and goes back."""
    assert all(result.succeeded for result in deploy(sandbox.aws, with_expiration(3)))
    assert expiration(sandbox) == [3]
    assert all(result.succeeded for result in deploy(sandbox.aws, sandbox.assembly))
    assert expiration(sandbox) == [14]


def test_failing_update_is_rolled_back(sandbox: Deployed, with_expiration: WithExpiration) -> None:
    """A good change in the same update as an impossible one is undone with it."""
    assembly = with_expiration(5)
    template = copy.deepcopy(replace(sandbox, assembly=assembly).template(STORAGE))
    template["Resources"]["Impossible"] = {
        "Type": "AWS::EFS::AccessPoint",
        "Properties": {"FileSystemId": "fs-00000000"},
        "DependsOn": [name for name, r in template["Resources"].items() if "Bucket" in r["Type"]],
    }
    result = deploy_template(sandbox.aws, STORAGE, template)
    assert result.status == "UPDATE_ROLLBACK_COMPLETE"
    assert any("Impossible" in failure for failure in result.failures)
    assert expiration(sandbox) == [14]


def test_custom_resource_without_its_grant_fails_the_deployment(sandbox: Deployed) -> None:
    """IAM is enforced on the Lambda functions that CDK brings along as well."""
    network = sandbox.template("demo-dev-network")
    role = next(name for name in network["Resources"] if re.search("RestrictDefaultSG.*Role", name))
    del network["Resources"][role]["Properties"]["Policies"]
    del network["Outputs"]  # the first network exports the same names
    result = deploy_template(sandbox.aws, "another-network", network)
    assert result.status == "ROLLBACK_COMPLETE"
    assert any("not authorized" in failure for failure in result.failures), result.failures
