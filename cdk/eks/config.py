"""Settings of the Kubernetes cluster: version, who may use it, its machines and its record."""

import ipaddress
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from cdk.eks.node_pool_config import NodePoolsConfig
from cdk.settings import FREE, Problem, Settings
from cdk.types import PRIVATE_NETWORKS, Cidr, Member, WholeNumber, refuse

ControlPlaneLog = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]
AddonName = Literal["aws-efs-csi-driver", "metrics-server"]
_WIDEST_PUBLIC_PREFIX = 8


def _quoted(value: object) -> object:
    # YAML reads 1.30 as the number 1.3, so the version would be another.
    if isinstance(value, float):
        raise refuse("is a number, and YAML drops its last zero", f'put it in quotes: "{value}"')
    return value


def _public(value: str) -> str:
    network = ipaddress.IPv4Network(value)
    if network.prefixlen < _WIDEST_PUBLIC_PREFIX:
        raise refuse(
            "opens the Kubernetes API to much of the internet",
            "name your institution's own addresses, for example 192.0.2.0/24",
        )
    if any(network.overlaps(private) for private in PRIVATE_NETWORKS):
        raise refuse(
            "is a private range, which never comes from the internet",
            "put it into private_access_cidrs",
        )
    return value


def _one_principal(value: str) -> str:
    if "*" in value:
        raise refuse("has a *, and an access entry names one role or user", "role/lab-admins")
    return value


KubernetesVersion = Annotated[Literal["1.35", "1.36"], BeforeValidator(_quoted)]
"""What the kubectl of layer v36 speaks to and EKS offers: kubectl works one minor version up and
down, kubernetes.io/releases/version-skew-policy. See cdk/eks/versions.py for their ends."""
PublicCidr = Annotated[Cidr, AfterValidator(_public)]
Principal = Annotated[Member, AfterValidator(_one_principal)]


class ControlPlaneLogsConfig(Settings):
    """The record that the cluster's control plane keeps in CloudWatch Logs."""

    types: Annotated[tuple[ControlPlaneLog, ...], FREE] = Field(
        ("api", "audit", "authenticator", "controllerManager", "scheduler"),
        strict=False,
        min_length=1,
        examples=[["audit", "authenticator"]],
    )
    """What is recorded. Default `[api, audit, authenticator, controllerManager, scheduler]`; audit
    is the largest, and the one that says who did what. 0.50 USD per GB (us-east-1, 2026)."""
    retention_days: Annotated[
        Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653],
        WholeNumber,
        FREE,
    ] = Field(90, examples=[90])
    """How many days the record is kept. Default 90. The allowed values are those of CloudWatch."""


class EksConfig(Settings):
    """The lab's Kubernetes cluster. JupyterHub, Dask, Airflow and web apps run on it."""

    version: Annotated[KubernetesVersion, FREE] = Field("1.36", examples=["1.36"])
    """Kubernetes version, in quotes. Default 1.36. It is raised in place, one version at a time,
    and never lowered. `lab check` warns 90 days before AWS ends its standard support."""
    support_type: Annotated[Literal["STANDARD", "EXTENDED"], FREE] = Field(
        "STANDARD", examples=["STANDARD"]
    )
    """What AWS does when standard support ends. `STANDARD`, the default: it raises the version by
    itself. `EXTENDED`: it keeps the version for a year, for 0.60 instead of 0.10 USD an hour, 365
    USD more a month (us-east-1, 2026); there is no way back until the version is raised."""
    public_access_cidrs: Annotated[tuple[PublicCidr, ...], FREE] = Field(
        (), strict=False, max_length=40, examples=[["192.0.2.0/24"]]
    )
    """Addresses on the internet that may reach the Kubernetes API, and still need an IAM role.
    Default none: it is reached from the lab's network alone."""
    private_access_cidrs: Annotated[tuple[Cidr, ...], FREE] = Field(
        (), strict=False, max_length=40, examples=[["10.0.0.0/12"]]
    )
    """Networks connected to the lab's (campus, VPN) that may reach the Kubernetes API, and still
    need an IAM role. Default none."""
    admin_roles: Annotated[tuple[Principal, ...], FREE] = Field(
        (), strict=False, examples=[["role/lab-admins"]]
    )
    """IAM roles or users of the lab's account that may do everything in the cluster. Default none:
    the lab deploys, but nobody can look inside with kubectl."""
    viewer_roles: Annotated[tuple[Principal, ...], FREE] = Field(
        (), strict=False, examples=[["role/lab-support"]]
    )
    """IAM roles or users that may look at everything but secrets, and change nothing. Default
    none."""
    control_plane_logs: Annotated[ControlPlaneLogsConfig | None, FREE] = Field(
        ControlPlaneLogsConfig(), examples=[{"retention_days": 365}]
    )
    """The record of the control plane; `null` means none."""
    node_pools: Annotated[NodePoolsConfig, FREE] = Field(
        NodePoolsConfig(), examples=[{"gpu": {}, "notebook": {"cpu_limit": 256}}]
    )
    """The machines that the cluster may start, by what runs on them."""
    addon_versions: Annotated[dict[AddonName, str], FREE] = Field(
        default={}, examples=[{"metrics-server": "v0.8.0-eksbuild.2"}]
    )
    """Exact versions of EKS add-ons. Default none: AWS's default for the Kubernetes version at the
    time when the add-on is made. `aws eks describe-addon-versions` lists what there is."""

    def problems(self) -> Iterator[Problem]:
        """Check that each principal has one kind of access, and that somebody has any."""
        for field in ("admin_roles", "viewer_roles"):
            principals = getattr(self, field)
            for principal in sorted({p for p in principals if principals.count(p) > 1}):
                yield Problem(
                    path=(field,), message=f"names {principal} twice", hint="name it once"
                )
        for principal in sorted({*self.admin_roles} & {*self.viewer_roles}):
            yield Problem(
                path=("viewer_roles",),
                message=f"names {principal}, which is an admin already",
                hint="remove it here: an admin may look at everything",
                related=(("admin_roles",),),
            )
        if not self.admin_roles:
            yield Problem(
                path=("admin_roles",),
                message="is empty, so nobody can use kubectl",
                hint="name the role of whoever runs the lab, for example role/lab-admins",
                warning=True,
            )
