"""The stack of the network."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk.config.lab import LabConfig


@pytest.mark.parametrize(("env", "expected"), [("dev", False), ("prod", True)])
def test_the_network_is_protected_if_the_settings_say_so(
    demo: Callable[[str], Path], env: str, *, expected: bool
) -> None:
    """CloudFormation refuses to delete it; a sandbox goes when it is told to."""
    manifest = json.loads((demo(env) / "manifest.json").read_text(encoding="utf-8"))
    properties = manifest["artifacts"][f"demo-{env}-network"]["properties"]
    assert properties["terminationProtection"] is expected


def test_zones_have_their_names(
    demo: Callable[[str], Path], templates: Callable[[Path], dict[str, dict[str, Any]]]
) -> None:
    """Production has subnets in three zones, which stay the same whatever AWS adds."""
    resources = templates(demo("prod"))["demo-prod-network"]["Resources"].values()
    zones = {
        each["Properties"]["AvailabilityZone"]
        for each in resources
        if each["Type"] == "AWS::EC2::Subnet"
    }
    assert zones == {"us-east-1a", "us-east-1b", "us-east-1c"}


def test_an_account_without_a_zone_takes_another(
    config: Callable[[str, str], LabConfig],
    synth: Callable[[LabConfig], Path],
    templates: Callable[[Path], dict[str, dict[str, Any]]],
) -> None:
    """The setting says which zones are used, and in which order."""
    values = config("labs/demo", "dev").model_dump()
    values["network"]["availability_zones"] = ("d", "c")
    resources = templates(synth(LabConfig.model_validate(values)))["demo-dev-network"]["Resources"]
    zones = [
        resource["Properties"]["AvailabilityZone"]
        for name, resource in sorted(resources.items())
        if resource["Type"] == "AWS::EC2::Subnet" and "Private" in name
    ]
    assert zones == ["us-east-1d", "us-east-1c"]
