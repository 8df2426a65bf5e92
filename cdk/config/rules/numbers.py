"""Rules about the numbers that own files: each belongs to one project or person."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cdk.settings import Path, Problem

if TYPE_CHECKING:
    from cdk.config.lab import LabConfig

_FIRST_ACCOUNT = 1000
"""The number of `ubuntu`, the account that Ubuntu's image of AWS begins with, and of everybody in
notebooks on Kubernetes who has no number."""


def numbers_differ(lab: "LabConfig") -> Iterator[Problem]:
    """Yield numbers that two would have, and those that machines have given away already."""
    projects = lab.enabled_projects()
    for field in ("uid", "gid"):
        owners: list[tuple[str, Path, int]] = [
            (f"project {name}", ("projects", name, "posix", field), getattr(project.posix, field))
            for name, project in projects.items()
        ]
        if field == "uid":
            # Both are accounts on machines: a person with a project's number would be the project.
            owners += [
                (name, ("users", name, "uid"), user.uid)
                for name, user in lab.enabled_users().items()
            ]
        yield from _shared(field, owners)
    if lab.slurm is not None or lab.jupyterhub is not None:
        yield from _taken(lab)


def _shared(field: str, owners: list[tuple[str, Path, int]]) -> Iterator[Problem]:
    by_number: dict[int, list[tuple[str, Path]]] = defaultdict(list)
    for owner, path, number in owners:
        by_number[number].append((owner, path))
    for number, ((first, first_path), *others) in by_number.items():
        for _, path in others:
            whose = "person and project" if path[0] == "users" else "project"
            yield Problem(
                path=path,
                message=f"is also that of {first} (got {number})",
                hint=f"each {whose} needs a {field} of its own, or they own each other's files",
                related=(first_path,),
            )


def _taken(lab: "LabConfig") -> Iterator[Problem]:
    numbers: dict[Path, int] = {
        ("users", name, "uid"): user.uid for name, user in lab.enabled_users().items()
    }
    for name, project in lab.enabled_projects().items():
        if project.slurm is not None and lab.slurm is not None:
            at = ("projects", name, "posix")
            numbers |= {(*at, "uid"): project.posix.uid, (*at, "gid"): project.posix.gid}
    for path, number in numbers.items():
        if number == _FIRST_ACCOUNT:
            yield Problem(
                path=path,
                message="is that of ubuntu on nodes, and of notebooks of people without a number "
                f"(got {number})",
                hint="take another, such as one from 20000 on",
                related=(("slurm",),),
            )
