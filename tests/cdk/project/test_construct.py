"""The base of a project as a whole."""

from collections.abc import Callable

import pytest
from aws_cdk.assertions import Match, Template

Project = Callable[..., Template]


def test_people_find_role_and_folders_in_the_outputs(project: Project) -> None:
    """Each bucket with access has an address to copy, the role an ARN to assume."""
    outputs = project(data={"raw": "read", "results": "write"}).to_json()["Outputs"]
    (role,) = project(data={"raw": "read", "results": "write"}).find_resources("AWS::IAM::Role")
    assert {name: output["Value"] for name, output in outputs.items()} == {
        "RawFolder": "s3://raw-1/projects/atlas/",
        "ResultsFolder": "s3://results-1/projects/atlas/",
        "RoleArn": {"Fn::GetAtt": [role, "Arn"]},
    }


def test_a_bucket_that_the_lab_has_not_is_left_out(project: Project) -> None:
    """The default access to all four classes counts for those that exist."""
    template = project(without=("archive_bucket_name",), data={"archive": "write", "raw": "write"})
    assert "ArchiveFolder" not in template.to_json()["Outputs"]
    assert "RawFolder" in template.to_json()["Outputs"]


@pytest.mark.parametrize(("efs", "expected"), [(None, 0), ({}, 1)])
def test_a_project_has_a_folder_if_it_wants_one(
    project: Project, efs: dict[str, object] | None, expected: int
) -> None:
    """`{}` takes the defaults, `null` has none."""
    project(efs=efs).resource_count_is("AWS::EFS::AccessPoint", expected)


def test_a_bucket_without_its_key_is_a_mistake_of_the_stack(project: Project) -> None:
    """A role that can list but not decrypt would fail in the middle of a job."""
    with pytest.raises(ValueError, match="the fact data_key_arn is needed"):
        project(without=("data_key_arn",), data={"raw": "read"})


def test_a_project_makes_nothing_but_its_role_and_folder(project: Project) -> None:
    """Data outlives the project: nothing stateful is in here."""
    template = project(data={"raw": "write"}, efs={})
    types = {each["Type"] for each in template.to_json()["Resources"].values()}
    assert types == {"AWS::IAM::Role", "AWS::EFS::AccessPoint"}
    template.has_resource_properties("AWS::IAM::Role", {"RoleName": Match.absent()})
