"""Values of Airflow's chart that follow from the settings of a lab."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cdk.airflow.config import AirflowConfig, DagsConfig, RolesConfig

Values = dict[str, Any]
"""Values of a Helm chart."""

CALLBACK_PATH = "/auth/oauth-authorized/lab"
"""Where the login sends people back to; `lab` is the provider in `webserver_config.py`."""

PORT_FORWARD_URL = "http://localhost:8080"
"""Where Airflow is reached without an ingress: `kubectl port-forward` to the API server."""

GIT_SECRET = "airflow-git"  # noqa: S105
"""The Kubernetes Secret with the credentials of the DAGs' repository."""

_AIRFLOW_POD = {"podSelector": {"matchLabels": {"tier": "airflow", "release": "airflow"}}}


def values(
    config: AirflowConfig, *, host: str | None, admin_group: str, scopes: Iterable[str]
) -> Values:
    """Return the values of a lab's Airflow, to be laid over `base.yaml`.

    Args:
        config: the settings.
        host: name under which the load balancer serves it; `None` for none.
        admin_group: the group that is always `Admin`.
        scopes: what is asked for at login.
    """
    minutes = config.session_hours * 60
    # The chart joins the two by a colon; its own field for digests does not reach the tasks.
    repository, _, tag = config.image.rpartition(":")
    return {
        "defaultAirflowRepository": repository,
        "defaultAirflowTag": tag,
        "config": {
            "core": {
                "parallelism": config.parallelism,
                "max_active_tasks_per_dag": config.max_active_tasks_per_dag,
            },
            "api": {"base_url": f"https://{host}" if host else PORT_FORWARD_URL},
            "api_auth": {"jwt_expiration_time": minutes * 60},
            "fab": {
                "session_lifetime_minutes": minutes,
                "cookie_secure": str(host is not None),
                "enable_proxy_fix": str(host is not None),
            },
        },
        "extraConfigMaps": {"airflow-login": _login(config.roles, admin_group, scopes)},
        "apiServer": _api_server(config.api_replicas, host),
        "workers": {"kubernetes": {"resources": _task_resources(config)}},
        "databaseCleanup": {"retentionDays": config.metadata_retention_days},
        "dags": {"gitSync": _git_sync(config.dags) if config.dags else {"enabled": False}},
        "ingress": {"apiServer": _ingress(host) if host else {"enabled": False}},
    }


def roles_of_groups(roles: RolesConfig, admin_group: str) -> dict[str, list[str]]:
    """Return the roles of each group, as `AUTH_ROLES_MAPPING` wants them."""
    mapping: dict[str, list[str]] = {admin_group: ["Admin"]}
    for role, groups in roles.by_role().items():
        for group in groups:
            mapping.setdefault(group, [role])
    return mapping


def _login(roles: RolesConfig, admin_group: str, scopes: Iterable[str]) -> Values:
    settings = {
        "scope": " ".join(scopes),
        "roles": json.dumps(roles_of_groups(roles, admin_group)),
    }
    return {"useHelmHooks": False, "data": json.dumps(settings)}


def _api_server(replicas: int, host: str | None) -> Values:
    # Without a source the chart's policy lets nobody in, not even the workers.
    sources: list[Mapping[str, Any]] = [_AIRFLOW_POD]
    server: Values = {"replicas": replicas, "networkPolicy": {"ingress": {"from": sources}}}
    if replicas > 1:
        server["podDisruptionBudget"] = {"enabled": True, "config": {"maxUnavailable": 1}}
    if host:
        # The load balancer's addresses are not known beforehand; its listener is what restricts.
        sources.append({"ipBlock": {"cidr": "0.0.0.0/0"}})
        server["args"] = ["bash", "-c", "exec airflow api-server --proxy-headers"]
    return server


def _task_resources(config: AirflowConfig) -> Values:
    memory = f"{round(config.task.memory_gib * 1024)}Mi"
    cpu = f"{round(config.task.cpu * 1000)}m"
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": memory}}


def _git_sync(dags: DagsConfig) -> Values:
    sync: Values = {
        "enabled": True,
        "repo": dags.repository,
        "ref": dags.ref,
        "subPath": dags.sub_path or "",
        "period": f"{dags.period_seconds}s",
    }
    if dags.ssh:
        return {**sync, "sshKeySecret": GIT_SECRET, "knownHosts": dags.known_hosts}
    return {**sync, "credentialsSecret": GIT_SECRET} if dags.credentials_secret_arn else sync


def _ingress(host: str) -> Values:
    return {
        "enabled": True,
        "ingressClassName": "lab",
        "hosts": [{"name": host}],
        "path": "/",
        "pathType": "Prefix",
        "annotations": {
            "alb.ingress.kubernetes.io/target-type": "ip",
            "alb.ingress.kubernetes.io/healthcheck-path": "/api/v2/monitor/health",
        },
    }
