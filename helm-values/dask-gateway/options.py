"""What people may ask of Dask Gateway: the chart runs this at the end of its configuration."""

import json
import os
import re
from collections.abc import Collection
from functools import partial
from typing import Any

from dask_gateway_server.backends.base import PublicException
from dask_gateway_server.backends.kubernetes import KubeBackend
from dask_gateway_server.options import Integer, Mapping, Options, Select, String

# ruff: noqa: F821 - `c` is the configuration that the chart has filled before
SETTINGS = json.loads(os.environ["LAB_DASK_SETTINGS"])
SCHEDULER_POD = c.KubeClusterConfig.scheduler_extra_pod_config
WORKER_POD = c.KubeClusterConfig.worker_extra_pod_config
GIB = 2**30


def limits_of(groups: Collection[str]) -> dict[str, int]:
    """Return the limits of somebody in some groups: the highest of each number."""
    every = SETTINGS["limits"]
    own = [SETTINGS["group_limits"].get(group, {}) for group in groups]
    return {name: max(every[name], *(each.get(name, 0) for each in own), 0) for name in every}


def cluster_options(user: Any) -> Options:  # noqa: ANN401 - Dask Gateway has no types
    """Return what one person may choose for a cluster; more is refused."""
    most = limits_of(user.groups)
    return Options(
        Integer(
            "worker_cores",
            SETTINGS["worker_cores"],
            min=1,
            max=most["worker_cores"],
            label="Cores of a worker",
        ),
        Integer(
            "worker_memory",
            SETTINGS["worker_memory_gib"],
            min=1,
            max=most["worker_memory_gib"],
            label="Memory of a worker (GiB)",
        ),
        Select("image", SETTINGS["images"], label="Image of scheduler and workers"),
        String("project", label="Work as project"),
        Mapping("environment", label="Environment variables"),
        handler=partial(cluster_config, most),
    )


def cluster_config(most: dict[str, int], options: Any, user: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the settings of a cluster.

    Raises:
        ValueError: the person is not in the project.
    """
    if options.project and options.project not in user.groups:
        raise ValueError(f"You are not in the project {options.project}")
    account = f"project-{options.project}" if options.project else "dask-user"
    # A label may hold no @; the annotation has the name as it is.
    labels = {"lab-user": re.sub(r"[^A-Za-z0-9.-]+", "-", user.name)[:63].strip(".-")}
    if options.project:
        labels["lab-project"] = options.project
    # Kubernetes takes texts alone, and people write numbers.
    environment = {str(name): str(value) for name, value in options.environment.items()}
    memory = options.worker_memory * GIB
    pods: dict[str, Any] = {}
    for role, pod in (("scheduler", SCHEDULER_POD), ("worker", WORKER_POD)):
        pods[f"{role}_extra_pod_config"] = {**pod, "serviceAccountName": account}
        pods[f"{role}_extra_pod_labels"] = labels
        pods[f"{role}_extra_pod_annotations"] = {
            "lab-user": user.name,
            "karpenter.sh/do-not-disrupt": "true",
        }
    return {
        **pods,
        "image": options.image,
        "environment": {**c.KubeClusterConfig.environment, **environment},
        "worker_cores": options.worker_cores,
        # Requests above the limits that the chart sets would be refused by Kubernetes.
        "worker_cores_limit": options.worker_cores,
        "worker_threads": options.worker_cores,
        "worker_memory": memory,
        "worker_memory_limit": memory,
        "idle_timeout": SETTINGS["idle_seconds"],
        "cluster_max_cores": most["cluster_cores"],
        "cluster_max_memory": most["cluster_memory_gib"] * GIB,
        "cluster_max_workers": most["cluster_workers"],
    }


class LabBackend(KubeBackend):  # type: ignore[misc]
    """Kubernetes, and a limit that Dask Gateway does not have: clusters of one person."""

    async def start_cluster(self, user: Any, cluster_options: dict[str, Any]) -> str:  # noqa: ANN401
        """Start a cluster, unless the person has as many as allowed.

        Raises:
            PublicException: the person is told to shut one down.
        """
        running = [cluster.name for cluster in await self.list_clusters(username=user.name)]
        most = limits_of(user.groups)["clusters"]
        if len(running) >= most:
            raise PublicException(
                f"You have {len(running)} clusters of {most}: shut one down ({', '.join(running)})"
            )
        name: str = await super().start_cluster(user, cluster_options)
        return name


c.DaskGateway.backend_class = LabBackend
c.KubeBackend.cluster_options = cluster_options
