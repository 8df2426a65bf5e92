"""What every stack has: account, region, tags."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LAB = {
    "lab": "demo",
    "environment": "dev",
    "owner": "grace.hopper@demo-lab.example",
    "cost-center": "4711",
}


def artifact(assembly: Path, stack: str) -> dict[str, Any]:
    """Return a stack's entry in the manifest."""
    manifest = json.loads((assembly / "manifest.json").read_text(encoding="utf-8"))
    return dict(manifest["artifacts"][stack])


@pytest.mark.parametrize("stack", ["network", "storage", "project-pbmc-atlas"])
def test_stacks_are_in_the_account_and_region_of_the_settings(
    demo: Callable[[str], Path], stack: str
) -> None:
    """A deployment with other credentials fails before it starts."""
    found = artifact(demo("dev"), f"demo-dev-{stack}")
    assert found["environment"] == "aws://111122223333/us-east-1"


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        ("storage", LAB),
        (
            "project-pbmc-atlas",
            LAB
            | {
                "project": "pbmc-atlas",
                "owner": "ada.lovelace@demo-lab.example",
                "cost-center": "4712",
            },
        ),
        (
            "project-cytometry-screen",
            LAB | {"project": "cytometry-screen", "owner": "rosalind.franklin@demo-lab.example"},
        ),
    ],
)
def test_stacks_are_tagged_with_whom_they_belong_to(
    demo: Callable[[str], Path], stack: str, expected: dict[str, str]
) -> None:
    """A project's owner and cost center stand in for the lab's, where it has its own."""
    found = artifact(demo("dev"), f"demo-dev-{stack}")
    assert found["properties"]["tags"] == expected


def test_resources_carry_the_tags_of_their_stack(
    demo: Callable[[str], Path], templates: Callable[[Path], dict[str, dict[str, Any]]]
) -> None:
    """Each bucket of the storage stack has all four tags in the template."""
    resources = templates(demo("dev"))["demo-dev-storage"]["Resources"].values()
    tags = [
        {tag["Key"]: tag["Value"] for tag in each["Properties"]["Tags"]}
        for each in resources
        if each["Type"] == "AWS::S3::Bucket"
    ]
    assert len(tags) == 6
    assert all(LAB.items() <= each.items() for each in tags)
