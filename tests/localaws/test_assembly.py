"""Cloud assemblies: stacks in the order of their dependencies, with their assets."""

import json
from pathlib import Path

import pytest

from localaws.assembly import AssembledStack, stacks
from tests.localaws.conftest import ACCOUNT, REGION, Sample

BUCKET = f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}"


@pytest.fixture
def assembled(sample: Sample) -> list[AssembledStack]:
    """Read the assembly of the sample stacks, which are in a stage."""
    return stacks(sample.assembly, ACCOUNT, REGION)


def test_stacks_of_a_stage_come_after_what_they_depend_on(
    assembled: list[AssembledStack],
) -> None:
    """Storage uses the network, and the project waits for storage."""
    assert [s.name for s in assembled] == ["Sample-Network", "Sample-Storage", "Sample-Project"]


def test_template_is_an_asset_at_the_stacks_address(assembled: list[AssembledStack]) -> None:
    """CloudFormation fetches the template from where we upload it."""
    for stack in assembled:
        uploaded = {
            asset.source: f"https://s3.{REGION}.amazonaws.com/{asset.bucket}/{asset.key}"
            for asset in stack.assets
        }
        assert uploaded[stack.template] == stack.template_url


def test_assets_go_to_the_bootstrap_bucket(assembled: list[AssembledStack]) -> None:
    """Account and region are filled in."""
    assert {BUCKET} == {asset.bucket for stack in assembled for asset in stack.assets}


def test_function_code_is_an_asset_to_be_zipped(assembled: list[AssembledStack]) -> None:
    """The code of a custom resource is a folder."""
    packaged = [asset for asset in assembled[0].assets if asset.packaging == "zip"]
    assert [asset.source.is_dir() for asset in packaged] == [True]


def test_termination_protection_is_read(assembled: list[AssembledStack]) -> None:
    """Only the network is protected."""
    assert [stack.termination_protection for stack in assembled] == [True, False, False]


def test_tags_are_read(tmp_path: Path) -> None:
    """Tags of a stack are kept for its creation."""
    properties = {
        "templateFile": "t.json",
        "stackTemplateAssetObjectUrl": "s3://bucket/t.json",
        "tags": {"lab": "demo"},
    }
    artifact = {"type": "aws:cloudformation:stack", "properties": properties}
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": {"One": artifact}}))
    assert [stack.tags for stack in stacks(tmp_path, ACCOUNT, REGION)] == [{"lab": "demo"}]
