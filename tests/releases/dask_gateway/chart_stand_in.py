"""Stand-in for the chart dask-gateway 2026.3.0: makes of its values what its templates make.

Only the values that the platform sets are known here. It runs in the environment of the gateway's
programs; the templates of the chart itself are not to be had from a package registry.
"""

import json
from pathlib import Path
from typing import Any

from traitlets.config import Config, PyFileConfigLoader

CLUSTER = {
    "scheduler_cores": "scheduler.cores.request",
    "scheduler_cores_limit": "scheduler.cores.limit",
    "scheduler_memory": "scheduler.memory.request",
    "scheduler_memory_limit": "scheduler.memory.limit",
    "scheduler_extra_container_config": "scheduler.extraContainerConfig",
    "scheduler_extra_pod_config": "scheduler.extraPodConfig",
    "worker_cores": "worker.cores.request",
    "worker_cores_limit": "worker.cores.limit",
    "worker_memory": "worker.memory.request",
    "worker_memory_limit": "worker.memory.limit",
    "worker_extra_container_config": "worker.extraContainerConfig",
    "worker_extra_pod_config": "worker.extraPodConfig",
    "environment": "environment",
    "namespace": "namespace",
}
"""Traits of KubeClusterConfig and the path below `gateway.backend` that each takes its value from.
"""


def server_configuration(values: dict[str, Any], folder: Path) -> Config:
    """Return the configuration of the gateway's API server, read from a file as there.

    Args:
        values: of the chart, with all holes filled.
        folder: where the file is written.
    """
    gateway = values["gateway"]
    image, hub = gateway["backend"]["image"], gateway["auth"]["jupyterhub"]
    settings = {
        "DaskGateway.backend_class": "dask_gateway_server.backends.kubernetes.KubeBackend",
        "DaskGateway.authenticator_class": "dask_gateway_server.auth.JupyterHubAuthenticator",
        "JupyterHubAuthenticator.jupyterhub_api_url": hub["apiUrl"],
        "JupyterHubAuthenticator.jupyterhub_service_name": hub["jupyterhubServiceName"],
        "KubeBackend.gateway_instance": values["fullnameOverride"],
        "KubeClusterConfig.image": ":".join(filter(None, [image["name"], image["tag"]])),
    }
    for trait, path in CLUSTER.items():
        value = gateway["backend"]
        for key in path.split("."):
            value = value[key]
        settings[f"KubeClusterConfig.{trait}"] = value
    lines = [f"c.{name} = {value!r}" for name, value in settings.items()]
    lines += [code for _, code in sorted(gateway["extraConfig"].items())]
    (folder / "server.py").write_text("\n".join(lines))
    return _read(folder, "server.py")


def controller_configuration(values: dict[str, Any], folder: Path) -> Config:
    """Return the configuration of the controller, which makes pods of what the server decides."""
    name = values["fullnameOverride"]
    text = (
        f"c.KubeController.api_url = 'http://api-{name}.jupyterhub:8000/api'\n"
        f"c.KubeController.gateway_instance = {json.dumps(name)}\n"
        f"c.KubeController.proxy_prefix = {json.dumps(values['gateway']['prefix'])}\n"
        'c.KubeController.proxy_tcp_entrypoint = "web"\n'
    )
    (folder / "controller.py").write_text(text)
    return _read(folder, "controller.py")


def _read(folder: Path, name: str) -> Config:
    return PyFileConfigLoader(name, path=str(folder)).load_config()
