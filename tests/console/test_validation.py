"""Tests of checking templates before anything is sent."""

import json
from pathlib import Path
from typing import Any

import pytest

from cdk.errors import LabError
from console.assembly import Assembly, StackArtifact
from console.validation import validate_templates


def assembly(resources: dict[str, Any]) -> Assembly:
    """Return an assembly of one stack."""
    template = {"Resources": resources}
    return Assembly(Path(), (StackArtifact("one-stack", template, json.dumps(template)),))


def test_valid_template_passes() -> None:
    """Nothing is said about what is right."""
    validate_templates(assembly({"Bucket": {"Type": "AWS::S3::Bucket"}}))


def test_all_errors_of_a_template_are_told() -> None:
    """Each with stack, resource, property and rule."""
    wrong = {"Type": "AWS::EFS::FileSystem", "Properties": {"Encrypted": ["maybe"]}}
    unknown = {"Type": "AWS::S3::Bucket", "Properties": {"Colour": "red"}}
    with pytest.raises(LabError) as caught:
        validate_templates(assembly({"Disk": wrong, "Bucket": unknown}))
    paths = [finding.path.split(".")[0] for finding in caught.value.findings]
    assert paths == ["Bucket", "Disk"]
    assert {finding.file for finding in caught.value.findings} == {"one-stack"}
