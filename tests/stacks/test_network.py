"""The stack of the network."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize(("env", "expected"), [("dev", False), ("prod", True)])
def test_the_network_is_protected_if_the_settings_say_so(
    demo: Callable[[str], Path], env: str, *, expected: bool
) -> None:
    """CloudFormation refuses to delete it; a sandbox goes when it is told to."""
    manifest = json.loads((demo(env) / "manifest.json").read_text(encoding="utf-8"))
    properties = manifest["artifacts"][f"demo-{env}-network"]["properties"]
    assert properties["terminationProtection"] is expected


def test_zones_are_found_by_cloudformation(
    demo: Callable[[str], Path], templates: Callable[[Path], dict[str, dict[str, Any]]]
) -> None:
    """Production has subnets in three zones, none named at synth."""
    resources = templates(demo("prod"))["demo-prod-network"]["Resources"].values()
    zones = {
        json.dumps(each["Properties"]["AvailabilityZone"])
        for each in resources
        if each["Type"] == "AWS::EC2::Subnet"
    }
    assert zones == {json.dumps({"Fn::Select": [index, {"Fn::GetAZs": ""}]}) for index in (0, 1, 2)}
