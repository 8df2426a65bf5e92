"""Rules between the Slurm cluster and the lab around it: storage, network, login, projects."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cdk.config.rules.slurm_queues import queue_problems
from cdk.settings import Problem
from cdk.users.config import MACHINE_ACCOUNTS, MACHINE_GROUPS

if TYPE_CHECKING:
    from cdk.config.lab import LabConfig

_SOON_DAYS = 30
"""Younger objects are those that jobs read."""


def slurm_problems(lab: "LabConfig") -> Iterator[Problem]:
    """Yield what keeps the cluster from being made, or its people from working."""
    if lab.slurm is None:
        yield from _projects_without_cluster(lab)
        return
    yield from _storage(lab)
    yield from _network(lab)
    yield from _login(lab)
    yield from _names(lab)
    yield from _folders(lab)
    yield from _shares(lab)
    yield from queue_problems(lab.slurm)


def _projects_without_cluster(lab: "LabConfig") -> Iterator[Problem]:
    for name, project in lab.enabled_projects().items():
        if project.slurm is not None:
            yield Problem(
                path=("projects", name, "slurm"),
                message="is about the Slurm cluster, and the lab has none",
                hint="give the lab one with `slurm: {}`, or remove this",
                related=(("slurm",),),
            )


def _storage(lab: "LabConfig") -> Iterator[Problem]:
    if lab.storage.efs is None:
        yield Problem(
            path=("slurm",),
            message="keeps homes and software on the file system, which the lab has switched off",
            hint="give the lab one with `storage: {efs: {}}`, or remove this",
            related=(("storage", "efs"),),
        )
    scratch = lab.slurm.scratch if lab.slurm else None
    if scratch is None or scratch.bucket is None:
        return
    bucket = getattr(lab.storage.buckets, scratch.bucket)
    at = ("slurm", "scratch", "bucket")
    if bucket is None:
        yield Problem(
            path=at,
            message=f"names a bucket that the lab has switched off (got {scratch.bucket})",
            hint=f"set it to null, or switch storage.buckets.{scratch.bucket} on",
            related=(("storage", "buckets", scratch.bucket),),
        )
    # What must be restored first cannot be read as a file.
    elif early := {"glacier", "deep_archive"}.intersection(
        name for name, days in bucket.transitions.days().items() if days <= _SOON_DAYS
    ):
        yield Problem(
            path=at,
            message=f"names a bucket whose objects move to {min(early)} within days, where "
            f"/scratch cannot read them (got {scratch.bucket})",
            hint="restore objects before jobs read them, or name another bucket",
            related=(("storage", "buckets", scratch.bucket),),
            warning=True,
        )


def _network(lab: "LabConfig") -> Iterator[Problem]:
    if lab.network.existing_vpc is None and lab.network.nat == "none":
        yield Problem(
            path=("network", "nat"),
            message="keeps nodes of the Slurm cluster from the packages that they install "
            "(got none)",
            hint="set `nat: one`, or `slurm: null`",
            related=(("slurm",),),
        )


def _login(lab: "LabConfig") -> Iterator[Problem]:
    oidc = lab.login.oidc
    if oidc is not None and "slurm" not in oidc.client_secret_arns:
        yield Problem(
            path=("login", "oidc", "client_secret_arns"),
            message="names no secret for slurm, which the lab has",
            hint="register a client for slurm, keep it in a secret, name its ARN here",
            related=(("slurm",),),
        )


def _names(lab: "LabConfig") -> Iterator[Problem]:
    """Yield projects that would become a group of machines, with its rights."""
    for name, project in lab.enabled_projects().items():
        if project.slurm is not None and name in MACHINE_ACCOUNTS | MACHINE_GROUPS:
            yield Problem(
                path=("projects", name, "slurm"),
                message=f"makes a group {name}, which machines have already",
                hint="give the project another name, or remove this",
            )


def _folders(lab: "LabConfig") -> Iterator[Problem]:
    """Yield projects without a folder; one that somebody has switched off is meant to be off."""
    for name, project in lab.enabled_projects().items():
        meant = "efs" in project.model_fields_set
        if lab.storage.efs and project.slurm and project.efs is None and not meant:
            yield Problem(
                path=("projects", name, "slurm"),
                message=f"has no folder /projects/{name} on the cluster, as the project has no efs",
                hint="add `efs: {}` to its file, or `efs: null` if people work in their homes",
                related=(("projects", name, "efs"), ("storage", "efs")),
                warning=True,
            )


def _shares(lab: "LabConfig") -> Iterator[Problem]:
    if lab.slurm is None or lab.slurm.accounting is not None:
        return
    for name in lab.enabled_projects():
        yield Problem(
            path=("projects", name, "slurm", "shares"),
            message="counts with accounting only, and the cluster has none",
            hint="give it one with `slurm: {accounting: {}}`, or remove this",
            related=(("slurm", "accounting"),),
            warning=True,
            written=True,
        )
