"""Whose jobs a fan-out starts."""

from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import aws_iam as iam


@dataclass(frozen=True)
class JobOwner:
    """A project, as far as its jobs need to know it.

    Attributes:
        lab: name of the lab.
        env: name of the environment.
        project: name of the project.
        email: of the project's owner.
        user: numbers of user and group, such as `20001:20001`.
        role: what jobs may do, and who submits them.
        folders: data class to name of its bucket, for each that the project may read.
        writable: those of them that it may write.
        access_point_id: the way to the project's folder on the file system; `None` if it has none.
    """

    lab: str
    env: str
    project: str
    email: str
    user: str
    role: iam.IRole
    folders: Mapping[str, str]
    writable: tuple[str, ...]
    access_point_id: str | None
