"""Tests of what a project may leave out."""

from cdk.project.config import DataConfig, PosixConfig, ProjectConfig


def test_project_needs_an_owner_and_a_unix_identity_only() -> None:
    """It then writes in its own folder of every bucket, and has none on the file system."""
    posix = PosixConfig(uid=20001, gid=20001)
    project = ProjectConfig(owner="a@example.org", posix=posix)
    assert project.data == DataConfig(
        raw="write", scratch="write", results="write", archive="write"
    )
    assert (project.efs, project.members, project.cost_center) == (None, (), None)
