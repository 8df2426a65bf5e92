"""What people log in to, and where the login may send them back."""

from collections.abc import Iterable

from cdk.airflow import values as airflow
from cdk.apps import values as apps
from cdk.config.hosts import hosts
from cdk.config.lab import LabConfig
from cdk.jupyterhub import values as jupyterhub
from cdk.login.clients import ClientUrls
from cdk.login.config import ClientName

SLURM_PORT_FORWARD_URL = "http://localhost:8000"
"""Where the cluster's JupyterHub is reached without an ingress: a session of Systems Manager."""


def login_clients(config: LabConfig) -> dict[ClientName, ClientUrls]:
    """Return the OIDC clients of a lab, each with its addresses.

    Without ingress these are on localhost, where `kubectl port-forward` or a session of Systems
    Manager ends.
    """
    names = hosts(config)
    clients: dict[ClientName, ClientUrls] = {}
    if config.jupyterhub is not None:
        url = _url(names.get("jupyterhub"), jupyterhub.PORT_FORWARD_URL)
        clients["jupyterhub"] = _urls([url], jupyterhub.CALLBACK_PATH)
    if config.airflow is not None:
        url = _url(names.get("airflow"), airflow.PORT_FORWARD_URL)
        clients["airflow"] = _urls([url], airflow.CALLBACK_PATH)
    if config.slurm is not None:
        url = _url(names.get("slurm"), SLURM_PORT_FORWARD_URL)
        clients["slurm"] = _urls([url], jupyterhub.CALLBACK_PATH)
    if opened := [apps.address(names.get(apps.release_name(app))) for app in config.enabled_apps()]:
        clients["apps"] = _urls(dict.fromkeys(opened), apps.CALLBACK)
    return clients


def _url(host: str | None, otherwise: str) -> str:
    return f"https://{host}" if host else otherwise


def _urls(addresses: Iterable[str], callback_path: str) -> ClientUrls:
    opened = tuple(addresses)
    return ClientUrls(
        callback=tuple(f"{address}{callback_path}" for address in opened),
        logout=tuple(f"{address}/" for address in opened),
    )
