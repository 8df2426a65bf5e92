"""What typed settings add to the releases that they are about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cdk.airflow.manifests import manifests as airflow_manifests
from cdk.airflow.values import values as airflow_values
from cdk.apps.values import release_name, values as app_values
from cdk.config.hosts import hosts
from cdk.config.lab import LabConfig
from cdk.dask_gateway.values import values as dask_gateway_values
from cdk.jupyterhub.users import Account
from cdk.jupyterhub.values import values as jupyterhub_values
from cdk.releases.manifest_file import Manifest
from cdk.releases.values import Values

_EVERYBODY = (100, "users")
"""The group of people without a project, as images have it."""


@dataclass(frozen=True)
class FromSettings:
    """What the typed settings of a lab add to the files of one release.

    Attributes:
        values: laid over `base.yaml`.
        before: manifests beside those of `before.yaml`.
        secret_arns: secrets that an admin made and named.
    """

    values: Values = field(default_factory=dict)
    before: Sequence[Manifest] = ()
    secret_arns: Sequence[str] = ()


def from_settings(config: LabConfig, release: str) -> FromSettings:
    """Return what a lab's settings add to one of its releases; nothing to most.

    Args:
        config: the lab.
        release: name of the Helm release.
    """
    by_app = {release_name(name): name for name in config.enabled_apps()}
    if release in by_app:
        return _app(config, by_app[release])
    return _BY_RELEASE[release](config) if release in _BY_RELEASE else FromSettings()


def _app(config: LabConfig, name: str) -> FromSettings:
    app = config.enabled_apps()[name]
    project = config.enabled_projects().get(app.project or "")
    return FromSettings(
        app_values(
            app,
            host=hosts(config).get(release_name(name)),
            admin_group=config.login.admin_group,
            project_gid=project.posix.gid if project else None,
        )
    )


def _airflow(config: LabConfig) -> FromSettings:
    if config.airflow is None:
        return FromSettings()
    dags = config.airflow.dags
    return FromSettings(
        values=airflow_values(
            config.airflow,
            host=hosts(config).get("airflow"),
            admin_group=config.login.admin_group,
            scopes=config.login.scopes,
        ),
        before=airflow_manifests(config.airflow),
        secret_arns=[dags.credentials_secret_arn] if dags and dags.credentials_secret_arn else (),
    )


def _jupyterhub(config: LabConfig) -> FromSettings:
    if config.jupyterhub is None:
        return FromSettings()
    return FromSettings(
        jupyterhub_values(
            config.jupyterhub,
            host=hosts(config).get("jupyterhub"),
            dask_gateway=config.dask_gateway is not None,
            vpc_cidr=config.network.cidr,
            accounts={name: _account(config, name) for name in sorted(config.users)},
        )
    )


def _account(config: LabConfig, name: str) -> Account | None:
    """Return the numbers of a person; the first project of this environment owns new files."""
    user, projects = config.users[name], config.enabled_projects()
    if user is None:
        return None
    own = [(projects[each].posix.gid, each) for each in user.projects if each in projects]
    gid, group = own[0] if own else _EVERYBODY
    return Account(login=user.login or name, uid=user.uid, gid=gid, group=group)


def _dask_gateway(config: LabConfig) -> FromSettings:
    if config.dask_gateway is None or config.jupyterhub is None:
        return FromSettings()
    return FromSettings(dask_gateway_values(config.dask_gateway, images=config.jupyterhub.images()))


_BY_RELEASE: Mapping[str, Callable[[LabConfig], FromSettings]] = {
    "airflow": _airflow,
    "dask-gateway": _dask_gateway,
    "jupyterhub": _jupyterhub,
}
