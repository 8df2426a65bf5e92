"""Rules between releases and what they need of the lab."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cdk.database.config import REGIONS_WITHOUT_ROOT
from cdk.settings import Path, Problem

if TYPE_CHECKING:
    from cdk.config.lab import LabConfig


_POOL_OF_RELEASE = {"dask_gateway": "dask", "airflow": "tasks"}


def needs_of_releases(lab: "LabConfig") -> Iterator[Problem]:
    """Yield what releases need and the lab has switched off."""
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
    yield from _buckets_of_airflow(lab)
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


def _buckets_of_airflow(lab: "LabConfig") -> Iterator[Problem]:
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


def database_of_releases(lab: "LabConfig") -> Iterator[Problem]:
    """Yield what is wrong about the database that releases share."""
    if lab.jupyterhub is None and lab.airflow is None:
        return
    if lab.region in REGIONS_WITHOUT_ROOT:
        yield Problem(
            path=("region",),
            message=f"is one whose database servers cannot be told from others (got {lab.region})",
            hint="take another region: RDS's root certificate of this one is not known here yet",
        )
    if lab.storage.removal_policy == "destroy" and lab.database.deletion_protection:
        yield Problem(
            path=("database", "deletion_protection"),
            message="keeps the server, while storage.removal_policy is destroy",
            hint="set it to false, or set storage.removal_policy to retain",
            related=(("storage", "removal_policy"),),
        )


def secrets_of_admins(lab: "LabConfig") -> Iterator[Problem]:
    """Yield secrets of another account or region, which pods of the lab cannot read."""
    arns: list[tuple[Path, str]] = []
    if oidc := lab.login.oidc:
        at = ("login", "oidc", "client_secret_arns")
        arns += [((*at, client), arn) for client, arn in oidc.client_secret_arns.items()]
    if lab.airflow and lab.airflow.dags and (arn := lab.airflow.dags.credentials_secret_arn):
        arns.append((("airflow", "dags", "credentials_secret_arn"), arn))
    for path, arn in arns:
        region, account = arn.split(":")[3:5]
        if (region, account) != (lab.region, lab.account):
            yield Problem(
                path=path,
                message=f"is of another account or region (got {account} in {region})",
                hint=f"make the secret in account {lab.account}, region {lab.region}",
                related=(("account",), ("region",)),
            )
