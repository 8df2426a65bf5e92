"""Rules about groups: whoever is named exists."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cdk.nearest import nearest
from cdk.settings import Path, Problem

if TYPE_CHECKING:
    from cdk.config.lab import LabConfig


def groups_exist(lab: "LabConfig") -> Iterator[Problem]:
    """Yield groups that nobody is in, and those that stand twice."""
    for name in lab.enabled_projects():
        if name == lab.login.admin_group:
            yield Problem(
                path=("projects", name),
                message="is the name of login.admin_group, so its members would administer the lab",
                hint="give the project another name",
                related=(("login", "admin_group"),),
            )
        elif name in lab.login.groups:
            yield Problem(
                path=("projects", name),
                message="is the name of a group of login.groups, and each project is a group",
                hint="give the project another name, or take the group out of login.groups",
                related=(("login", "groups"),),
            )
    known = {*lab.login.all_groups, *lab.enabled_projects()}
    for path, group in _named_groups(lab):
        if group not in known:
            yield Problem(
                path=path,
                message=f"names a group that does not exist (got {group})",
                hint=f"{nearest(group, known)}; a group stands in login.groups or is a project",
                related=(("login", "groups"), ("login", "admin_group")),
            )


def _named_groups(lab: "LabConfig") -> Iterator[tuple[Path, str]]:
    yield from _groups_of_releases(lab)
    for name, app in lab.enabled_apps().items():
        for index, group in enumerate(app.groups or ()):
            yield ("apps", name, "groups", index), group


def _groups_of_releases(lab: "LabConfig") -> Iterator[tuple[Path, str]]:
    if lab.jupyterhub is not None:
        for name, profile in lab.jupyterhub.enabled_profiles().items():
            for index, group in enumerate(profile.groups):
                yield ("jupyterhub", "profiles", name, "groups", index), group
    if lab.dask_gateway is not None:
        for group in lab.dask_gateway.group_limits:
            yield ("dask_gateway", "group_limits", group), group
    if lab.airflow is not None:
        for role, groups in lab.airflow.roles:
            for index, group in enumerate(groups):
                yield ("airflow", "roles", role, index), group
