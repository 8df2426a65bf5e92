"""Rules between the cluster and what runs on it, which no single part of the YAML can know."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cdk.nearest import nearest
from cdk.settings import Path, Problem

if TYPE_CHECKING:
    from cdk.config.lab import LabConfig

_RELEASES = ("jupyterhub", "dask_gateway", "airflow")
_POOL_OF_RELEASE = {"dask_gateway": "dask", "airflow": "tasks"}


def kubernetes_problems(lab: "LabConfig") -> Iterator[Problem]:
    """Yield what does not fit between cluster, login, storage, releases and web apps."""
    yield from _without_cluster(lab)
    if lab.eks is None:
        return
    yield from _network(lab)
    yield from _needs(lab)
    yield from _groups(lab)
    yield from _profiles(lab)
    yield from _dask(lab)
    yield from _hosts(lab)
    yield from _apps(lab)


def _without_cluster(lab: "LabConfig") -> Iterator[Problem]:
    for name in (*_RELEASES, "ingress", "apps", "releases"):
        if getattr(lab, name) and lab.eks is None:
            yield Problem(
                path=(name,),
                message="needs a Kubernetes cluster, and the lab has none",
                hint="give the lab one with `eks: {}`, or remove this",
                related=(("eks",),),
                written=True,
            )


def _network(lab: "LabConfig") -> Iterator[Problem]:
    if lab.network.existing_vpc is None and lab.network.nat == "none":
        yield Problem(
            path=("network", "nat"),
            message="keeps the cluster from container images and charts (got none)",
            hint="set `nat: one`, or `eks: null`",
            related=(("eks",),),
        )
    if lab.ingress and lab.ingress.scheme == "internet-facing" and lab.network.existing_vpc:
        yield Problem(
            path=("ingress", "scheme"),
            message="needs public subnets, and network.existing_vpc names private ones only",
            hint="set `scheme: internal`",
            related=(("network", "existing_vpc"),),
        )
    certificate = lab.ingress.certificate_arn if lab.ingress else None
    if certificate and certificate.split(":")[3] != lab.region:
        yield Problem(
            path=("ingress", "certificate_arn"),
            message=f"is in another region than the lab (got {certificate.split(':')[3]}, region "
            f"{lab.region})",
            hint=f"a load balancer takes certificates of its own region: make one in {lab.region}",
            related=(("region",),),
        )


def _needs(lab: "LabConfig") -> Iterator[Problem]:
    pools = lab.eks.node_pools.enabled() if lab.eks else {}
    for release, pool in _POOL_OF_RELEASE.items():
        if getattr(lab, release) is not None and pool not in pools:
            yield Problem(
                path=(release,),
                message=f"runs on the node pool {pool}, which is switched off",
                hint=f"remove `{pool}: null` from eks.node_pools, or remove this",
                related=(("eks", "node_pools", pool),),
            )
    if lab.dask_gateway is not None and lab.jupyterhub is None:
        yield Problem(
            path=("dask_gateway",),
            message="asks JupyterHub who somebody is, and the lab has none",
            hint="give the lab one with `jupyterhub: {}`, or remove this",
            related=(("jupyterhub",),),
        )
    if lab.jupyterhub is not None and lab.storage.efs is None:
        yield Problem(
            path=("jupyterhub",),
            message="keeps home folders on the file system, which the lab has switched off",
            hint="give the lab one with `storage: {efs: {}}`, or remove this",
            related=(("storage", "efs"),),
        )
    yield from _airflow(lab)
    if oidc := lab.login.oidc:
        wanted = {"jupyterhub": lab.jupyterhub, "airflow": lab.airflow, "apps": lab.apps}
        for client, used in wanted.items():
            if used and client not in oidc.client_secret_arns:
                yield Problem(
                    path=("login", "oidc", "client_secret_arns"),
                    message=f"names no secret for {client}, which the lab has",
                    hint=f"register a client for {client}, keep it in a secret, name its ARN here",
                    related=((client,),),
                )


def _airflow(lab: "LabConfig") -> Iterator[Problem]:
    if lab.airflow is None:
        return
    for bucket, use in (("scratch", "keeps its logs in"), ("results", "lets tasks read")):
        if getattr(lab.storage.buckets, bucket) is None:
            yield Problem(
                path=("airflow",),
                message=f"{use} the {bucket} bucket, which the lab has switched off",
                hint=f"switch storage.buckets.{bucket} on, or remove this",
                related=(("storage", "buckets", bucket),),
            )
    pool = lab.eks.node_pools.tasks if lab.eks else None
    at_once = lab.airflow.parallelism * lab.airflow.task.cpu
    if pool is not None and at_once > pool.cpu_limit:
        yield Problem(
            path=("airflow", "parallelism"),
            message=f"lets tasks ask for {at_once:g} cores, and the pool tasks has at most "
            f"{pool.cpu_limit} (got {lab.airflow.parallelism} tasks of {lab.airflow.task.cpu:g})",
            hint="lower it, or raise eks.node_pools.tasks.cpu_limit; tasks beyond it wait",
            related=(("airflow", "task", "cpu"), ("eks", "node_pools", "tasks")),
            warning=True,
        )


def _groups(lab: "LabConfig") -> Iterator[Problem]:
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


def _profiles(lab: "LabConfig") -> Iterator[Problem]:
    pools = lab.eks.node_pools.enabled() if lab.eks else {}
    for name, profile in lab.jupyterhub.enabled_profiles().items() if lab.jupyterhub else ():
        at = ("jupyterhub", "profiles", name)
        pool = pools.get(profile.node_pool)
        if pool is None:
            yield Problem(
                path=(*at, "node_pool"),
                message=f"is switched off (got {profile.node_pool})",
                hint=f"switch it on with `eks: {{node_pools: {{{profile.node_pool}: {{}}}}}}`, "
                f"or set the profile {name} to null",
                related=(("eks", "node_pools", profile.node_pool),),
            )
            continue
        for field, most in (
            ("cpu_guarantee", min(pool.max_instance_cpu, pool.cpu_limit)),
            ("memory_gib", pool.memory_limit_gib),
        ):
            if (wanted := getattr(profile, field)) > most:
                yield Problem(
                    path=(*at, field),
                    message=f"is more than a machine of the pool {profile.node_pool} may have "
                    f"(got {wanted}, at most {most})",
                    hint="lower it, or raise the limits of the pool in eks.node_pools",
                    related=(("eks", "node_pools", profile.node_pool), (*at, "node_pool")),
                )


def _dask(lab: "LabConfig") -> Iterator[Problem]:
    pool = lab.eks.node_pools.dask if lab.eks else None
    if lab.dask_gateway is None or pool is None:
        return
    for field, wanted, most in (
        ("worker_cores", lab.dask_gateway.largest_worker_cores, pool.max_instance_cpu),
        ("worker_memory_gib", lab.dask_gateway.largest_worker_memory_gib, pool.memory_limit_gib),
    ):
        if wanted > most:
            yield Problem(
                path=("dask_gateway", "limits", field),
                message=f"lets a worker be larger than the pool dask may hold "
                f"(got {wanted}, at most {most})",
                hint="lower it, also in group_limits, or raise the limits of eks.node_pools.dask",
                related=(("eks", "node_pools", "dask"), ("dask_gateway", "group_limits")),
            )


def _hosts(lab: "LabConfig") -> Iterator[Problem]:
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


def _apps(lab: "LabConfig") -> Iterator[Problem]:
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
