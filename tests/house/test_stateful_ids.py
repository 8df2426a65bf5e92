"""Logical ids of what holds data, or what everything stands in, never change.

Another id is another resource: CloudFormation makes an empty one and lets go of the full one.
After adding a stateful resource, record it with
`RECORD_STATEFUL_IDS=1 pytest tests/house/test_stateful_ids.py` and look at the difference in git:
a line that goes is data that goes.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RECORD = Path(__file__).with_name("stateful_ids.json")
KEPT = ("Retain", "Snapshot")
FOUNDATION = {"AWS::EC2::VPC", "AWS::EC2::Subnet"}
"""Hold no data, but everything that does is in them."""

Ids = dict[str, dict[str, str]]
Templates = Callable[[Path], dict[str, dict[str, Any]]]


def stateful_ids(templates: dict[str, dict[str, Any]], prefix: str) -> Ids:
    """Return the types of stateful resources, by stack and logical id."""
    return {
        stack.removeprefix(prefix): {
            logical_id: resource["Type"]
            for logical_id, resource in sorted(template["Resources"].items())
            if resource.get("DeletionPolicy", "").startswith(KEPT) or resource["Type"] in FOUNDATION
        }
        for stack, template in templates.items()
    }


@pytest.fixture(scope="module")
def prod(demo: Callable[[str], Path], templates: Templates) -> Ids:
    """Return the stateful ids of a lab that has everything."""
    return stateful_ids(templates(demo("prod")), "demo-prod-")


def test_stateful_ids_are_those_that_were_recorded(prod: Ids) -> None:
    """Every recorded resource is still there, and every new one is recorded."""
    if os.environ.get("RECORD_STATEFUL_IDS"):
        RECORD.write_text(json.dumps(prod, indent=2) + "\n", encoding="utf-8")
    assert prod == json.loads(RECORD.read_text(encoding="utf-8"))


def test_nothing_stateful_belongs_to_a_project(prod: Ids) -> None:
    """A project's stack can be deleted without a loss."""
    holding = {stack for stack, ids in prod.items() if ids}
    assert holding == {
        "network",
        "storage",
        "login",
        "database",
        "eks",
        "identities",
        "slurm-accounting",
    }


def test_stateful_ids_do_not_depend_on_the_environment(
    prod: Ids, demo: Callable[[str], Path], templates: Templates
) -> None:
    """The same resource has the same id in every lab and environment."""
    dev = {
        f"{stack.removeprefix('demo-dev-')}/{logical_id}"
        for stack, template in templates(demo("dev")).items()
        for logical_id, resource in template["Resources"].items()
        if resource["Type"] in FOUNDATION | {"AWS::S3::Bucket", "AWS::EFS::FileSystem"}
        # The scripts of nodes come from this repository again.
        and not stack.endswith("-slurm")
    }
    assert dev <= {f"{stack}/{logical_id}" for stack, ids in prod.items() for logical_id in ids}
