"""The files that nodes of the Slurm cluster are given: settings, people, projects, environments."""

import hashlib
import shlex
from collections.abc import Iterator, Mapping

from cdk.config.lab import LabConfig
from cdk.facts import Facts
from cdk.naming import PROJECT_ROLES, cluster_name, fact_path
from cdk.project.config import ProjectConfig
from cdk.slurm.config import SlurmConfig
from cdk.slurm.partitions import partitions
from cdk.slurm.shared_storage import SHARED_FOLDER

HOMES_FOLDER = "home"
"""The folder of homes where no JupyterHub on Kubernetes has chosen another."""

Files = dict[str, str]
"""Texts by the key below which nodes find them."""


def node_files(config: LabConfig, lock_files: Mapping[str, str]) -> Files:
    """Return what nodes are told of people, projects and environments.

    Args:
        config: a lab with a cluster.
        lock_files: the texts of lock files, by the path that a project gives.
    """
    projects = cluster_projects(config)
    files = {
        "users.tsv": _table(_users(config, projects)),
        "projects.tsv": _table(_projects(projects)),
        "environments.tsv": _table(
            (project, name, _digest(lock_files[path])) for project, name, path in _locks(projects)
        ),
    }
    for project, name, path in _locks(projects):
        files[f"environments/{project}/{name}.lock"] = lock_files[path]
    for name, user in config.enabled_users().items():
        if user.ssh_keys:
            files[f"ssh_keys/{name}"] = "\n".join(user.ssh_keys) + "\n"
    return files


def settings_file(
    config: LabConfig,
    slurm: SlurmConfig,
    *,
    facts: Facts,
    topic_arn: str,
    hub_url: str,
    target_group_arn: str | None,
) -> str:
    """Return the settings of a lab as lines that a shell reads.

    Args:
        config: the lab.
        slurm: the settings of its cluster.
        facts: where people log in.
        topic_arn: who is told of failures.
        hub_url: where a browser finds JupyterHub.
        target_group_arn: what the login node joins; `None` without a load balancer.
    """
    login = config.login
    settings: dict[str, object] = {
        "LAB_NAME": config.name,
        "LAB_ENV": config.env,
        "AWS_REGION": config.region,
        "CLUSTER_NAME": cluster_name(config.name, config.env),
        "SHARED_FOLDER": SHARED_FOLDER,
        "HOMES_FOLDER": config.jupyterhub.homes_folder if config.jupyterhub else HOMES_FOLDER,
        "TOPIC_ARN": topic_arn,
        "LOGIN_AUTHORIZE_URL": facts.need("login_authorize_url"),
        "LOGIN_TOKEN_URL": facts.need("login_token_url"),
        "LOGIN_SECRET_ARN": facts.need("slurm_login_secret_arn"),
        "LOGIN_USERNAME_CLAIM": login.username_claim,
        "LOGIN_GROUPS_CLAIM": login.groups_claim,
        "LOGIN_ADMIN_GROUP": login.admin_group,
        "LOGIN_SCOPES": " ".join(login.scopes),
        "HUB_URL": hub_url,
        "TARGET_GROUP_ARN": target_group_arn or "",
        "ACCOUNTING": "yes" if slurm.accounting else "no",
        "NOTEBOOK_PARTITION": notebook_partition(slurm),
        "NOTEBOOK_CORES": slurm.notebook.cores,
        "NOTEBOOK_MEMORY_MIB": slurm.notebook.memory_gib * 1024,
        "NOTEBOOK_HOURS": slurm.notebook.hours,
        "NOTEBOOK_IDLE_MINUTES": slurm.notebook.idle_minutes,
        "MIRROR_URL": slurm.mirror_url or "",
        "PROJECT_ROLES_PATH": fact_path(config.name, config.env, PROJECT_ROLES),
    }
    return "".join(f"{key}={shlex.quote(str(value))}\n" for key, value in settings.items())


def notebook_partition(slurm: SlurmConfig) -> str:
    """Return where notebooks start: as set, or the first partition on demand."""
    found = partitions(slurm.enabled_queues())
    on_demand = (each.name for each in found if each.capacity_type == "ONDEMAND")
    return slurm.notebook.partition or next(on_demand)


def cluster_projects(config: LabConfig) -> dict[str, ProjectConfig]:
    """Return the projects that use the cluster, in the order of their names."""
    return {name: each for name, each in config.enabled_projects().items() if each.slurm}


def _users(
    config: LabConfig, projects: Mapping[str, ProjectConfig]
) -> Iterator[tuple[object, ...]]:
    for name, user in config.enabled_users().items():
        # Elsewhere a project may have no account on the cluster, or be switched off altogether.
        if own := [project for project in user.projects if project in projects]:
            yield name, user.uid, user.login or name, ",".join(own)


def _projects(projects: Mapping[str, ProjectConfig]) -> Iterator[tuple[object, ...]]:
    for name, project in projects.items():
        if project.slurm is not None:
            permissions = project.efs.permissions if project.efs else "-"
            yield name, project.posix.uid, project.posix.gid, permissions, project.slurm.shares


def _locks(projects: Mapping[str, ProjectConfig]) -> list[tuple[str, str, str]]:
    return [
        (project, name, path)
        for project, each in projects.items()
        if each.slurm
        for name, path in each.slurm.enabled_environments().items()
    ]


def _table(rows: Iterator[tuple[object, ...]]) -> str:
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
