"""Rules between web apps, and with the projects and data that they show."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cdk.nearest import nearest
from cdk.settings import Problem

if TYPE_CHECKING:
    from cdk.config.lab import LabConfig


def hosts_differ(lab: "LabConfig") -> Iterator[Problem]:
    """Yield apps that want the host of another one."""
    apps = lab.enabled_apps()
    owners: dict[str, list[str]] = defaultdict(list)
    for name, app in apps.items():
        owners[app.host or name].append(name)
    for host, (first, *others) in owners.items():
        for name in others:
            yield Problem(
                path=("apps", name, "host") if apps[name].host else ("apps", name),
                message=f"has the host of the app {first} (got {host})",
                hint="give each app a host of its own",
                related=(("apps", first),),
            )


def apps_find_their_data(lab: "LabConfig") -> Iterator[Problem]:
    """Yield apps whose project, data or machines are not there."""
    pools = lab.eks.node_pools.enabled() if lab.eks else {}
    for name, app in lab.enabled_apps().items():
        at = ("apps", name)
        if "general" not in pools:
            yield Problem(
                path=at,
                message="runs on the node pool general, which is switched off",
                hint="remove `general: null` from eks.node_pools, or set the app to null",
                related=(("eks", "node_pools", "general"),),
            )
        if app.project is not None and app.project not in lab.enabled_projects():
            yield Problem(
                path=(*at, "project"),
                message=f"names no project of this environment (got {app.project})",
                hint=nearest(app.project, lab.enabled_projects()),
                related=(("projects",),),
            )
        if app.data is None:
            continue
        if app.data.s3 and app.data.s3.bucket not in lab.storage.buckets.enabled():
            yield Problem(
                path=(*at, "data", "s3", "bucket"),
                message=f"names a bucket that the lab has switched off (got {app.data.s3.bucket})",
                hint=nearest(app.data.s3.bucket, lab.storage.buckets.enabled()),
                related=(("storage", "buckets", app.data.s3.bucket),),
            )
        project = lab.enabled_projects().get(app.project or "")
        if app.data.efs and project is not None and project.efs is None:
            yield Problem(
                path=(*at, "data", "efs"),
                message=f"is in a folder that the project {app.project} does not have",
                hint="give it one with `efs: {}` in its file, or read from a bucket",
                related=(("projects", str(app.project), "efs"),),
            )
        if app.data.efs and lab.storage.efs is None:
            yield Problem(
                path=(*at, "data", "efs"),
                message="reads from the file system, which the lab has switched off",
                hint="give the lab one with `storage: {efs: {}}`, or read from a bucket",
                related=(("storage", "efs"),),
            )
