"""Stand-in for the chart jupyterhub 4.4.0: makes of its values what its jupyterhub_config.py makes.

Only the values that the platform sets are known here. It runs in the environment of the hub's
programs; the file of the chart itself is not to be had from a package registry.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from traitlets.config import Config

HUB_FOLDER = "/usr/local/etc/jupyterhub/"

KUBESPAWNER = {
    "environment": "extraEnv",
    "extra_annotations": "extraAnnotations",
    "extra_labels": "extraLabels",
    "fs_gid": "fsGid",
    "init_containers": "initContainers",
    "node_selector": "nodeSelector",
    "profile_list": "profileList",
    "service_account": "serviceAccountName",
    "start_timeout": "startTimeout",
    "uid": "uid",
}
"""Traits of KubeSpawner and the key below `singleuser` that each takes its value from."""

HUB = {
    "active_server_limit": "activeServerLimit",
    "allow_named_servers": "allowNamedServers",
    "concurrent_spawn_limit": "concurrentSpawnLimit",
    "named_server_limit_per_user": "namedServerLimitPerUser",
}
"""Traits of JupyterHub and the key below `hub` that each takes its value from."""

GENERATED = "0" * 64
"""What stands for the keys and tokens that the chart generates."""


def configuration(values: dict[str, Any], folder: Path) -> Config:
    """Return the configuration that the hub of a release runs with.

    Args:
        values: of the chart, with all holes filled.
        folder: stands for the hub container's `/etc/lab` and its folder of Python modules.
    """
    hub, singleuser = values["hub"], values["singleuser"]
    c = Config()
    c.JupyterHub.spawner_class = "kubespawner.KubeSpawner"
    c.JupyterHub.db_url = hub["db"]["url"]
    c.JupyterHub.cookie_secret = bytes.fromhex(GENERATED)
    c.JupyterHub.hub_bind_url = "http://:8081"
    c.JupyterHub.hub_connect_url = "http://hub:8081"
    c.ConfigurableHTTPProxy.should_start = False
    c.ConfigurableHTTPProxy.auth_token = GENERATED
    c.CryptKeeper.keys = [GENERATED]
    c.KubeSpawner.namespace = "jupyterhub"
    c.KubeSpawner.allow_privilege_escalation = False
    c.KubeSpawner.priority_class_name = "jupyterhub-default-priority"
    c.Spawner.cmd = "jupyterhub-singleuser"
    _set(c.JupyterHub, HUB, hub)
    _set(c.KubeSpawner, KUBESPAWNER, singleuser)
    c.KubeSpawner.extra_labels = {
        "hub.jupyter.org/network-access-hub": "true",
        **singleuser.get("extraLabels", {}),
    }
    c.KubeSpawner.tolerations = (
        values["scheduling"]["userPods"]["tolerations"] + singleuser["extraTolerations"]
    )
    _mount(c, singleuser)
    c.JupyterHub.services = [
        {"name": name, "api_token": GENERATED, **service}
        for name, service in hub.get("services", {}).items()
    ]
    c.JupyterHub.load_roles = [
        {"name": name, **role} for name, role in hub.get("loadRoles", {}).items()
    ]
    for section, settings in hub["config"].items():
        c[section].update(settings)
    _run_code(c, hub, folder)
    return c


def _set(section: Any, keys: dict[str, str], values: dict[str, Any]) -> None:  # noqa: ANN401
    for trait, key in keys.items():
        if key in values:
            setattr(section, trait, values[key])


def _mount(c: Config, singleuser: dict[str, Any]) -> None:
    """Mount home, further volumes and files, each under the key that the chart gives it."""
    storage, files = singleuser["storage"], singleuser["extraFiles"]
    claim = {"claimName": storage["static"]["pvcName"]}
    c.KubeSpawner.volumes = {
        "home": {"name": "home", "persistentVolumeClaim": claim},
        "files": {
            "name": "files",
            "secret": {
                "secretName": "singleuser",
                "items": [{"key": key, "path": key} for key in files],
            },
        },
        **storage["extraVolumes"],
    }
    c.KubeSpawner.volume_mounts = {
        "home": {
            "mountPath": "/home/jovyan",
            "name": "home",
            "subPath": storage["static"]["subPath"],
        },
        **{
            f"{index}-files": {"mountPath": file["mountPath"], "subPath": key, "name": "files"}
            for index, (key, file) in enumerate(files.items())
        },
        **storage["extraVolumeMounts"],
    }


def _run_code(c: Config, hub: dict[str, Any], folder: Path) -> None:
    """Lay out the files, then run `extraConfig` in the order of its keys, in one namespace."""
    modules = folder / "modules"
    modules.mkdir()
    for file in hub["extraFiles"].values():
        path, name = file["mountPath"].rsplit("/", 1)
        assert f"{path}/" == HUB_FOLDER, f"{name} would not be found by Python"
        text = file["stringData"] if "stringData" in file else json.dumps(file["data"])
        (modules / name).write_text(re.sub("/etc/lab/", f"{folder}/", text))
    sys.path.insert(0, str(modules))
    # There, `get_config` is the chart's own and reads values; only `c` is traitlets'.
    namespace: dict[str, Any] = {"c": c, "get_config": None}
    for name, code in sorted(hub["extraConfig"].items()):
        exec(compile(code, name, "exec"), namespace)  # noqa: S102 - as the chart does
