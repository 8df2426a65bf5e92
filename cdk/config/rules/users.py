"""Rules about people with a Unix account: their projects, names and logins."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cdk.nearest import nearest
from cdk.settings import Problem

if TYPE_CHECKING:
    from cdk.config.lab import LabConfig


def users_problems(lab: "LabConfig") -> Iterator[Problem]:
    """Yield people who are in no project that exists, or whom something takes for another."""
    yield from _projects_exist(lab)
    yield from _names_differ(lab)
    yield from _logins_differ(lab)
    yield from _keys_differ(lab)
    if lab.slurm is not None:
        yield from _somebody_can_log_in(lab)


def _projects_exist(lab: "LabConfig") -> Iterator[Problem]:
    for name, user in lab.enabled_users().items():
        for index, project in enumerate(user.projects):
            # One that this environment has switched off is left out, and nobody's mistake.
            if project not in lab.projects:
                yield Problem(
                    path=("users", name, "projects", index),
                    message=f"names no project of the lab (got {project})",
                    hint=nearest(project, lab.projects),
                    related=(("projects",),),
                )


def _names_differ(lab: "LabConfig") -> Iterator[Problem]:
    for name in lab.enabled_users():
        if name in lab.enabled_projects():
            yield Problem(
                path=("users", name),
                message="is the name of a project, and each is an account on machines",
                hint="give the person another name; `login` may stay as it is",
                related=(("projects", name),),
            )


def _logins_differ(lab: "LabConfig") -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for name, user in lab.enabled_users().items():
        login = user.login or name
        # JupyterHub makes no difference between capitals and small letters.
        first = owners.setdefault(login.lower(), name)
        if first != name:
            written = ("users", name, "login") if user.login else ("users", name)
            yield Problem(
                path=written,
                message=f"is the login of {first} as well (got {login})",
                hint="each login opens one account: write what the provider calls each of them",
                related=(("users", first),),
            )


def _keys_differ(lab: "LabConfig") -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for name, user in lab.enabled_users().items():
        for index, key in enumerate(user.ssh_keys):
            # The third word is a remark.
            first = owners.setdefault(key.split()[1], name)
            if first != name:
                yield Problem(
                    path=("users", name, "ssh_keys", index),
                    message=f"is a key of {first} too, who can log in as {name} with it",
                    hint="each person makes a key: ssh-keygen -t ed25519",
                    related=(("users", first, "ssh_keys"),),
                )


def _somebody_can_log_in(lab: "LabConfig") -> Iterator[Problem]:
    projects = lab.enabled_projects()
    on_cluster = {name for name, project in projects.items() if project.slurm is not None}
    if not lab.enabled_users():
        yield Problem(
            path=("slurm",),
            message="lets nobody log in, as `users` names no people",
            hint="name them, as in `users: {ada: {uid: 30001, projects: [...]}}`",
            related=(("users",),),
            warning=True,
        )
    elif not on_cluster:
        yield Problem(
            path=("slurm",),
            message="is used by no project, so nobody can log in",
            hint="write `slurm: {}` into the file of each project that uses the cluster",
            related=(("projects",),),
            warning=True,
        )
        return
    for name, user in lab.enabled_users().items():
        yield from _one_owner(lab, name, user.projects, on_cluster)
        working = [project for project in user.projects if project in projects]
        if working and not on_cluster.intersection(working):
            yield Problem(
                path=("users", name, "projects"),
                message="holds no project that uses the Slurm cluster, so the person cannot log in "
                f"to it (got {', '.join(working)})",
                hint="write `slurm: {}` into the file of one of them, or add a project",
                related=(("slurm",), ("projects",)),
                warning=True,
            )


def _one_owner(
    lab: "LabConfig", name: str, projects: tuple[str, ...], on_cluster: set[str]
) -> Iterator[Problem]:
    """Yield a person whose new files would belong to one project here and to another there."""
    enabled = [project for project in projects if project in lab.enabled_projects()]
    if enabled and on_cluster.intersection(enabled) and enabled[0] not in on_cluster:
        yield Problem(
            path=("users", name, "projects", projects.index(enabled[0])),
            message="owns the person's new files and does not use the Slurm cluster, where another "
            f"project would own them (got {enabled[0]})",
            hint="write `slurm: {}` into its file, or put a project first that has it",
            related=(("slurm",), ("projects",)),
        )
