"""Run Dask Gateway's server and controller on the values of a release, in their environment.

Reads a request as JSON from standard input, writes an answer as JSON to standard output:
`{"values", "asked", "planted"}` to `{"unknown", "asked", "planted"}`. It works in the current
folder.
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from chart_stand_in import controller_configuration, server_configuration
from dask_gateway_server import auth
from dask_gateway_server.app import DaskGateway
from dask_gateway_server.backends.kubernetes.backend import KubeBackend, KubeClusterConfig
from dask_gateway_server.backends.kubernetes.controller import KubeController
from dask_gateway_server.models import User
from dask_gateway_server.utils import FrozenAttrDict
from traitlets.config import Config

CLASSES = (
    *(DaskGateway, KubeBackend, KubeClusterConfig, KubeController),
    auth.JupyterHubAuthenticator,
)
KNOWN = {each.__name__: set(each.class_trait_names(config=True)) for each in CLASSES}
CLUSTER = (
    *("image", "namespace", "environment", "idle_timeout", "worker_threads"),
    *("cluster_max_workers", "cluster_max_cores", "cluster_max_memory"),
)


def unknown(config: Config) -> list[str]:
    """Return the settings that no program has, which all of them would ignore."""
    return sorted(
        f"{name}.{trait}"
        for name, section in config.items()
        for trait in section
        if trait not in KNOWN.get(name, ())
    )


class Backend:
    """The backend that the configuration names, with some clusters running, and no Kubernetes."""

    def __init__(self, config: Config, running: int) -> None:
        self.backend = config.DaskGateway.backend_class(config=config)
        self.backend.username_to_clusters = {}
        self.backend.custom_client = self
        self.running = running
        self.made: list[Any] = []

    async def create_namespaced_custom_object(self, *arguments: Any) -> None:  # noqa: ANN401
        """Keep what would be sent to Kubernetes: group, version, namespace, plural, object."""
        self.made.append(arguments)

    async def start(self, user: User, options: dict[str, Any]) -> dict[str, Any]:
        """Return the cluster that a person gets."""
        cluster = SimpleNamespace(status=0)
        names = [f"dask.c{number}" for number in range(self.running)]
        self.backend.username_to_clusters[user.name] = {
            name: SimpleNamespace(name=name, **vars(cluster)) for name in names
        }
        await self.backend.start_cluster(user, options)
        spec: dict[str, Any] = self.made[-1][-1]["spec"]
        return spec


async def asked(server: Config, controller: Config, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what a person may choose, and the pods of the cluster that is asked for."""
    backend = Backend(server, wanted.get("running", 0))
    user = User(wanted["name"], groups=wanted["groups"])
    options = await backend.backend.get_cluster_options(user)
    answer = {"options": {each["field"]: each for each in options.get_specification()}}
    try:
        config = (await backend.start(user, wanted["options"]))["config"]
    except Exception as error:  # noqa: BLE001 - the test wants to see what it is
        return {**answer, "error": f"{type(error).__name__}: {error}"}
    pods = {
        role: KubeController(config=controller).make_pod(
            "dask", "c0ffee", FrozenAttrDict(config), is_worker=role == "worker"
        )
        for role in ("scheduler", "worker")
    }
    return {**answer, "cluster": {name: config[name] for name in CLUSTER}, "pods": pods}


async def main(request: dict[str, Any]) -> dict[str, Any]:
    """Answer a request."""
    folder = Path.cwd()
    values = request["values"]
    os.environ.update({each["name"]: each["value"] for each in values["gateway"]["env"]})
    server = server_configuration(values, folder)
    controller = controller_configuration(values, folder)
    return {
        "unknown": unknown(server) + unknown(controller),
        "asked": {each["id"]: await asked(server, controller, each) for each in request["asked"]},
        "planted": [unknown(Config(each)) for each in request["planted"]],
    }


if __name__ == "__main__":
    output, sys.stdout = sys.stdout, sys.stderr
    json.dump(asyncio.run(main(json.load(sys.stdin))), output)
