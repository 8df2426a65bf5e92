"""The map of stacks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from cdk.naming import FOUNDATION, METADATA
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


def test_a_lab_has_a_stack_per_part_and_per_project(demo: Callable[[str], Path]) -> None:
    """All of them in the main assembly, where `cdk deploy --all` looks."""
    assert set(stacks(demo("dev"))) == {
        *(f"demo-dev-{part}" for part in FOUNDATION),
        "demo-dev-project-cytometry-screen",
        "demo-dev-project-pbmc-atlas",
    }


def test_a_lab_without_a_cluster_has_none_of_its_stacks(
    config: Callable[[str, str], LabConfig], synth: Callable[[LabConfig], Path]
) -> None:
    """Data alone costs nothing by the hour."""
    assert set(stacks(synth(config("tests/golden/campus", "prod")))) == {
        "campus-prod-storage",
        "campus-prod-project-maize",
    }


def test_what_the_embedded_aws_cannot_run_says_so(
    demo: Callable[[str], Path], templates: Callable[[Path], dict[str, dict[str, Any]]]
) -> None:
    """The embedded AWS leaves these out, and nothing that it deploys imports from them."""
    found = templates(demo("dev"))
    told = {
        name
        for name, template in found.items()
        if template.get("Metadata", {}).get(METADATA, {}).get("NotEmulated")
    }
    assert told == {
        "demo-dev-node-pools",
        "demo-dev-releases",
        "demo-dev-slurm",
        "demo-dev-slurm-accounting",
    }
    assert [
        name
        for name, template in found.items()
        if name not in told and any(f'ImportValue": "{other}:' in str(template) for other in told)
    ] == []


@pytest.mark.parametrize(
    ("stack", "earlier"),
    [
        ("identities", {"storage", "login", "database", "eks"}),
        ("addons", {"storage", "eks", "node-pools"}),
        ("releases", {"identities", "addons", "node-pools"}),
        ("slurm", {"network", "storage", "login", "slurm-accounting"}),
    ],
)
def test_stacks_come_after_what_they_need(
    demo: Callable[[str], Path], stack: str, earlier: set[str]
) -> None:
    """Facts are published, and machines can start, before either is needed."""
    expected = {f"demo-dev-{each}" for each in earlier}
    assert expected <= waits_for(demo("dev"), f"demo-dev-{stack}")


def test_storage_waits_for_the_network(demo: Callable[[str], Path]) -> None:
    """The file system is built in the VPC."""
    assert waits_for(demo("dev"), "demo-dev-storage") == {"demo-dev-network"}


@pytest.mark.parametrize("project", ["pbmc-atlas", "cytometry-screen"])
def test_projects_wait_for_storage_and_not_for_each_other(
    demo: Callable[[str], Path], project: str
) -> None:
    """Facts are published before they are read."""
    expected = {f"demo-dev-{part}" for part in ("storage", "batch", "login", "eks")}
    assert waits_for(demo("dev"), f"demo-dev-project-{project}") == expected


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


def test_machines_of_the_lab_s_own_programs_alone_reach_the_database(
    demo: Callable[[str], Path], templates: Callable[[Path], dict[str, dict[str, Any]]]
) -> None:
    """What people run has no business there."""
    resources = templates(demo("dev"))["demo-dev-node-pools"]["Resources"]
    reaching = {
        logical_id
        for logical_id, resource in resources.items()
        if "demo-dev-database:" in str(resource.get("Properties", {}).get("Manifest", ""))
    }
    assert [each for each in reaching if not each.startswith("NodePoolsSystemNodeClass")] == []
    assert len(reaching) == 1


def test_synth_asks_aws_for_nothing(demo: Callable[[str], Path]) -> None:
    """The manifest misses no context, so synth needs no credentials."""
    manifest = json.loads((demo("prod") / "manifest.json").read_text(encoding="utf-8"))
    assert manifest.get("missing", []) == []
