"""A project's folder on the shared file system."""

from collections.abc import Callable

from aws_cdk.assertions import Match, Template

Project = Callable[..., Template]


def test_the_folder_belongs_to_the_projects_user(project: Project) -> None:
    """It is made at the first mount, with owner and permissions of the settings."""
    project(efs={"permissions": "0750"}).has_resource_properties(
        "AWS::EFS::AccessPoint",
        {
            "FileSystemId": "fs-1",
            "RootDirectory": {
                "Path": "/projects/atlas",
                "CreationInfo": {"OwnerUid": "20001", "OwnerGid": "20002", "Permissions": "0750"},
            },
        },
    )


def test_whoever_mounts_it_is_the_projects_user(project: Project) -> None:
    """EFS puts the project's numbers in the place of the client's."""
    project(efs={}).has_resource_properties(
        "AWS::EFS::AccessPoint", {"PosixUser": {"Uid": "20001", "Gid": "20002"}}
    )


def test_the_access_point_has_the_projects_name(project: Project) -> None:
    """The console shows it."""
    project(efs={}).has_resource_properties(
        "AWS::EFS::AccessPoint",
        {"AccessPointTags": Match.array_with([{"Key": "Name", "Value": "atlas"}])},
    )
