"""The root of all settings: one lab in one environment."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from cdk.airflow.config import AirflowConfig
from cdk.apps.config import AppConfig, AppName
from cdk.batch.config import BatchConfig
from cdk.config.kubernetes_rules import kubernetes_problems
from cdk.config.rules.batch import batch_problems
from cdk.config.rules.numbers import numbers_differ
from cdk.config.rules.slurm import slurm_problems
from cdk.config.rules.users import users_problems
from cdk.dask_gateway.config import DaskGatewayConfig
from cdk.database.config import DatabaseConfig
from cdk.eks.config import EksConfig
from cdk.ingress.config import IngressConfig
from cdk.jupyterhub.config import JupyterHubConfig
from cdk.login.config import LoginConfig
from cdk.network.config import NetworkConfig
from cdk.project.config import ProjectConfig
from cdk.releases.config import ReleaseConfig, ReleaseName
from cdk.settings import FREE, IDENTITY, Problem, Settings
from cdk.slurm.config import SlurmConfig
from cdk.storage.config import DATA_CLASSES, StorageConfig
from cdk.types import AccountId, Email, EnvName, LabName, ProjectName, Region, TagValue
from cdk.users.config import UserConfig, UserName

Preset = Literal["sandbox", "standard", "production"]


class LabConfig(Settings):
    """A lab in one environment: `lab.yaml`, then `<env>.yaml` over it, and a file per project."""

    name: Annotated[LabName, IDENTITY] = Field(examples=["demo"])
    """The lab's name. It begins the name of every stack."""
    env: Annotated[EnvName, IDENTITY] = Field(examples=["dev"])
    """The environment: the name of its file, not written by hand."""
    preset: Annotated[Preset, FREE] = Field("standard", examples=["standard"])
    """What the other settings start from. `sandbox`: no NAT, no backups, `lab destroy` deletes the
    data. `standard`, the default: one NAT gateway, backups, data is kept. `production`: three
    zones with NAT each, all connections recorded, backups for seven years."""
    account: Annotated[AccountId, IDENTITY] = Field(examples=["111122223333"])
    """The AWS account to deploy to, 12 digits in quotes. `lab deploy` refuses any other."""
    region: Annotated[Region, IDENTITY] = Field(examples=["eu-central-1"])
    """The AWS region. All data stays in it."""
    owner: Annotated[Email, FREE] = Field(examples=["grace.hopper@example.org"])
    """Whom to ask about the lab. Stands on every resource as the tag `owner`."""
    cost_center: Annotated[TagValue | None, FREE] = Field(None, examples=["4711"])
    """To whom the lab's shared cost is charged, as the tag `cost-center`. Default none."""
    termination_protection: Annotated[bool, FREE] = Field(default=True, examples=[True])
    """Refuse to destroy the lab's network, storage, login, databases and clusters until this is
    set to false and deployed.
    Default true; false in the preset `sandbox`."""
    network: Annotated[NetworkConfig, FREE] = Field(NetworkConfig(), examples=[{"nat": "one"}])
    """The network that everything runs in."""
    storage: Annotated[StorageConfig, FREE] = Field(
        StorageConfig(), examples=[{"efs": {"throughput_mode": "elastic"}}]
    )
    """Where data lives."""
    batch: Annotated[BatchConfig | None, FREE] = Field(
        None,
        examples=[
            {
                "image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/lab-runner@sha256:"
                + "0a1b2c3d" * 8
            }
        ],
    )
    """Queues of AWS Batch for jobs of the projects. Default none. They cost nothing while no job
    runs."""
    slurm: Annotated[SlurmConfig | None, FREE] = Field(
        None, examples=[{"queues": {"cpu": {}, "highmem": {}}}]
    )
    """A Slurm cluster with JupyterHub, conda, R and RStudio; `{}` takes the defaults. Default none.
    It costs about 175 USD a month while no job runs (us-east-1, 2026-07)."""
    users: Annotated[dict[UserName, UserConfig | None], FREE] = Field(
        default={}, examples=[{"ada": {"uid": 30001, "projects": ["pbmc-atlas"]}}]
    )
    """People with a Unix account, by its name: the same number owns a person's files on every node
    and in every notebook. Default none; the Slurm cluster lets nobody else in. `null` locks an
    account and keeps its files."""
    eks: Annotated[EksConfig | None, FREE] = Field(None, examples=[{"version": "1.36"}])
    """The Kubernetes cluster that JupyterHub, Dask, Airflow and web apps run on; `{}` takes the
    defaults. Default none. With JupyterHub and nobody logged in, the whole lab costs about 206
    USD a month, of it 73 USD for the control plane (us-east-1, 2026-11)."""
    login: Annotated[LoginConfig, FREE] = Field(
        LoginConfig(), examples=[{"groups": ["lab-users", "gpu-users"]}]
    )
    """Who may log in to JupyterHub, Airflow and web apps."""
    database: Annotated[DatabaseConfig, FREE] = Field(
        DatabaseConfig(), examples=[{"instance_type": "db.t4g.small"}]
    )
    """The PostgreSQL server of JupyterHub and Airflow. There is one as soon as there is either."""
    ingress: Annotated[IngressConfig | None, FREE] = Field(
        None,
        examples=[
            {
                "domain": "lab.example.org",
                "certificate_arn": "arn:aws:acm:us-east-1:111122223333:"
                "certificate/0a1b2c3d-0000-4000-8000-000000000000",
            }
        ],
    )
    """How browsers reach what runs on the cluster. Default none: through `kubectl port-forward`,
    see docs/guides/kubernetes.md."""
    jupyterhub: Annotated[JupyterHubConfig | None, FREE] = Field(
        None, examples=[{"placeholders": 1}]
    )
    """Notebooks and RStudio in the browser; `{}` takes the defaults. Default none."""
    dask_gateway: Annotated[DaskGatewayConfig | None, FREE] = Field(
        None, examples=[{"idle_minutes": 30}]
    )
    """Dask clusters, started from notebooks; `{}` takes the defaults. Default none."""
    airflow: Annotated[AirflowConfig | None, FREE] = Field(
        None,
        examples=[{"dags": {"repository": "https://github.com/my-lab/dags.git"}}],
    )
    """Pipelines on a schedule, with Airflow; `{}` takes the defaults. Default none."""
    apps: Annotated[dict[AppName, AppConfig | None], FREE] = Field(
        default={},
        examples=[
            {
                "atlas": {
                    "kind": "cellxgene",
                    "groups": ["lab-users"],
                    "data": {"s3": {"path": "pbmc.h5ad"}},
                }
            }
        ],
    )
    """Web apps behind the lab's login, by name: cellxgene, Shiny, Dash or anything that speaks
    HTTP. Default none; `null` switches one off."""
    releases: Annotated[dict[ReleaseName, ReleaseConfig | None], FREE] = Field(
        default={}, examples=[{"jupyterhub": {"values": {"hub": {"deploymentStrategy": {}}}}}]
    )
    """Helm releases, by name: further ones of `helm-values/`, which are switched on by standing
    here, and values of a chart that no other setting covers. Default none."""
    projects: Annotated[dict[ProjectName, ProjectConfig | None], FREE] = Field(
        default={},
        examples=[
            {
                "pbmc-atlas": {
                    "owner": "ada.lovelace@example.org",
                    "posix": {"uid": 20001, "gid": 20001},
                }
            }
        ],
    )
    """The projects, by name: one file each in `projects/`. An environment may change a project's
    settings here, or leave it out with `null`."""

    def enabled_projects(self) -> dict[str, ProjectConfig]:
        """Return the projects that this environment has, in the order of their names."""
        return {name: p for name, p in sorted(self.projects.items()) if p is not None}

    def enabled_users(self) -> dict[str, UserConfig]:
        """Return the people that this environment has, in the order of their names."""
        return {name: user for name, user in sorted(self.users.items()) if user is not None}

    def enabled_apps(self) -> dict[str, AppConfig]:
        """Return the web apps that this environment has, in the order of their names."""
        return {name: app for name, app in sorted(self.apps.items()) if app is not None}

    def problems(self) -> Iterator[Problem]:
        """Check what no single part can know: presets, capabilities, numbers shared by projects."""
        if self.storage.removal_policy == "destroy" and self.preset != "sandbox":
            yield Problem(
                path=("storage", "removal_policy"),
                message=f"deletes data on destroy, in preset {self.preset} (got destroy)",
                hint="set it to retain, or set `preset: sandbox`",
                related=(("preset",),),
            )
        yield from self._foreign_zones()
        yield from self._capabilities()
        yield from numbers_differ(self)
        yield from batch_problems(self)
        yield from users_problems(self)
        yield from slurm_problems(self)
        yield from kubernetes_problems(self)

    def _foreign_zones(self) -> Iterator[Problem]:
        existing = self.network.existing_vpc
        for zone in existing.private_subnets if existing else ():
            if not zone.startswith(self.region):
                yield Problem(
                    path=("network", "existing_vpc", "private_subnets", zone),
                    message=f"is not a zone of the lab's region (got {zone}, region {self.region})",
                    hint="correct the zone, or the region",
                    related=(("region",),),
                )

    def _capabilities(self) -> Iterator[Problem]:
        for name, project in self.enabled_projects().items():
            if project.efs is not None and self.storage.efs is None:
                yield Problem(
                    path=("projects", name, "efs"),
                    message="wants a folder on the file system, which the lab has switched off",
                    hint="remove it here, or give the lab one with `storage: {efs: {}}`",
                    related=(("storage", "efs"),),
                )
            for data_class in DATA_CLASSES:
                wanted = data_class in project.data.model_fields_set
                if (
                    wanted
                    and getattr(project.data, data_class)
                    and data_class not in self.storage.buckets.enabled()
                ):
                    yield Problem(
                        path=("projects", name, "data", data_class),
                        message=f"names the {data_class} bucket, which the lab has switched off",
                        hint=f"set it to null, or switch storage.buckets.{data_class} on",
                        related=(("storage", "buckets", data_class),),
                    )
