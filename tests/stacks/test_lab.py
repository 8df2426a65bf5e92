"""The map of stacks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from cdk.network.config import NetworkConfig

EXISTING = {
    "existing_vpc": {
        "vpc_id": "vpc-0a1b2c3d4e5f67890",
        "private_subnets": {
            "us-east-1a": "subnet-0a1b2c3d4e5f67890",
            "us-east-1b": "subnet-0a1b2c3d4e5f67891",
        },
    }
}


def stacks(assembly: Path) -> dict[str, dict[str, Any]]:
    """Return the stacks of an assembly's manifest, by name."""
    manifest = json.loads((assembly / "manifest.json").read_text(encoding="utf-8"))
    return {
        name: artifact
        for name, artifact in manifest["artifacts"].items()
        if artifact["type"] == "aws:cloudformation:stack"
    }


def waits_for(assembly: Path, stack: str) -> set[str]:
    """Return the stacks that are deployed before one."""
    found = stacks(assembly)
    return {each for each in found[stack]["dependencies"] if each in found}


def test_a_lab_has_network_storage_and_a_stack_per_project(demo: Callable[[str], Path]) -> None:
    """All of them in the main assembly, where `cdk deploy --all` looks."""
    assert set(stacks(demo("dev"))) == {
        "demo-dev-network",
        "demo-dev-storage",
        "demo-dev-project-cytometry-screen",
        "demo-dev-project-pbmc-atlas",
    }


def test_storage_waits_for_the_network(demo: Callable[[str], Path]) -> None:
    """The file system is built in the VPC."""
    assert waits_for(demo("dev"), "demo-dev-storage") == {"demo-dev-network"}


@pytest.mark.parametrize("project", ["pbmc-atlas", "cytometry-screen"])
def test_projects_wait_for_storage_and_not_for_each_other(
    demo: Callable[[str], Path], project: str
) -> None:
    """Facts are published before they are read."""
    assert waits_for(demo("dev"), f"demo-dev-project-{project}") == {"demo-dev-storage"}


def test_projects_import_nothing(
    demo: Callable[[str], Path], templates: Callable[[Path], dict[str, dict[str, Any]]]
) -> None:
    """No export ties a project to the foundation."""
    found = templates(demo("dev"))
    assert "Fn::ImportValue" in str(found["demo-dev-storage"])
    assert [
        name for name, template in found.items() if "project" in name and "Import" in str(template)
    ] == []


def test_in_a_vpc_that_exists_there_is_no_network_stack(
    config: Callable[[str, str], LabConfig], synth: Callable[[LabConfig], Path]
) -> None:
    """Storage stands alone, with its mount targets in the named subnets."""
    network = NetworkConfig.model_validate(EXISTING)
    assembly = synth(config("labs/demo", "dev").model_copy(update={"network": network}))
    assert "demo-dev-network" not in stacks(assembly)
    assert waits_for(assembly, "demo-dev-storage") == set()
    template = (assembly / "demo-dev-storage.template.json").read_text(encoding="utf-8")
    assert template.count('"SubnetId": "subnet-') == 2


def test_synth_asks_aws_for_nothing(demo: Callable[[str], Path]) -> None:
    """The manifest misses no context, so synth needs no credentials."""
    manifest = json.loads((demo("prod") / "manifest.json").read_text(encoding="utf-8"))
    assert manifest.get("missing", []) == []
