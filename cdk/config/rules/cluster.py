"""Rules between the cluster, the network, and whatever needs a cluster."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cdk.settings import Problem

if TYPE_CHECKING:
    from cdk.config.lab import LabConfig


_RELEASES = ("jupyterhub", "dask_gateway", "airflow")


def without_cluster(lab: "LabConfig") -> Iterator[Problem]:
    """Yield what needs a cluster in a lab that has none."""
    if lab.ingress is not None and lab.eks is None and lab.slurm is None:
        yield Problem(
            path=("ingress",),
            message="leads to nothing, as the lab has neither a Kubernetes nor a Slurm cluster",
            hint="give the lab one with `eks: {}` or `slurm: {}`, or remove this",
            related=(("eks",), ("slurm",)),
            written=True,
        )
    for name in (*_RELEASES, "apps", "releases"):
        if getattr(lab, name) and lab.eks is None:
            yield Problem(
                path=(name,),
                message="needs a Kubernetes cluster, and the lab has none",
                hint="give the lab one with `eks: {}`, or remove this",
                related=(("eks",),),
                written=True,
            )


def network_of_cluster(lab: "LabConfig") -> Iterator[Problem]:
    """Yield what keeps a cluster from the outside."""
    if lab.network.existing_vpc is None and lab.network.nat == "none":
        yield Problem(
            path=("network", "nat"),
            message="keeps the cluster from container images and charts (got none)",
            hint="set `nat: one`, or `eks: null`",
            related=(("eks",),),
        )


def way_in(lab: "LabConfig") -> Iterator[Problem]:
    """Yield what keeps browsers from the load balancer, whatever runs behind it."""
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
