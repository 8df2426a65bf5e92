"""The chart values of one web app, out of its settings."""

from posixpath import dirname
from typing import Any

from cdk.apps.config import AppConfig, DataConfig
from cdk.naming import project_prefix

CALLBACK = "/oauth2/callback"
"""Where the OIDC provider sends a browser back to."""

LOCAL_ADDRESS = "http://localhost:8081"
"""The address of an app without ingress, behind `kubectl port-forward`."""


def address(host: str | None) -> str:
    """Return where people open an app: its host over HTTPS, or the end of a port-forward."""
    return f"https://{host}" if host else LOCAL_ADDRESS


def callback_url(host: str | None) -> str:
    """Return the address that the OIDC client of the apps must allow for an app."""
    return f"{address(host)}{CALLBACK}"


def release_name(app: str) -> str:
    """Return the Helm release of an app, which is also its service account."""
    return f"app-{app}"


def values(
    config: AppConfig, *, host: str | None, admin_group: str, project_gid: int | None
) -> dict[str, Any]:
    """Return what the chart `webapp` receives for an app, on top of `base.yaml`.

    Args:
        config: the app.
        host: such as `atlas.lab.example.org`; `None` if the lab has no ingress.
        admin_group: may open every app.
        project_gid: Unix group that owns the files of the app's project; `None` if it has none.

    Returns:
        Values with holes for the facts that `needs` names.
    """
    preset = config.preset
    port = config.port or preset.port
    path = config.data.mounted if config.data else preset.path
    command = preset.command if config.command is None else config.command
    groups = config.groups or ((config.project,) if config.project else ())
    return {
        "image": config.image or preset.image,
        "command": [word.replace("{path}", path) for word in command],
        "env": {"DATA_PATH": path, **config.env},
        "port": port,
        "healthPath": config.health_path or preset.health_path,
        "startSeconds": config.start_minutes * 60,
        "resources": {
            "cpu": f"{round(config.cpu * 1000)}m",
            "memory": f"{round((config.memory_gib or preset.memory_gib) * 1024)}Mi",
        },
        "replicas": {"min": config.replicas.min, "max": config.replicas.max},
        "runAsUser": config.run_as_user,
        "supplementalGroups": _reading_groups(config.data, project_gid),
        "readOnlyRootFilesystem": config.read_only_root_filesystem,
        "data": _data(config.data, config.project) if config.data else {},
        "login": {
            "groups": sorted({admin_group, *groups}),
            "redirectUrl": callback_url(host),
        },
        "ingress": {"host": host or ""},
    }


def needs(config: AppConfig) -> tuple[str, ...]:
    """Return the facts that the values of an app have holes for, besides those of `base.yaml`."""
    if config.data is None:
        return ()
    if config.data.s3 is None:
        return ("file_system_id",)
    return (f"{config.data.s3.bucket}_bucket_name",)


def data_key(data: DataConfig, project: str | None) -> str:
    """Return where data lies in its bucket or file system, without a first slash."""
    return f"{project_prefix(project) if project else ''}{data.path}"


def _reading_groups(data: DataConfig | None, project_gid: int | None) -> list[int]:
    # A project's folder on the file system is closed to all but its group.
    reads_files = data is not None and data.efs is not None
    return [project_gid] if reads_files and project_gid is not None else []


def _data(data: DataConfig, project: str | None) -> dict[str, Any]:
    key = data_key(data, project)
    if data.s3 is not None:
        bucket = f"${{{data.s3.bucket}_bucket_name}}"
        return {"s3": {"bucket": bucket, "key": key, "size": f"{data.s3.size_gib}Gi"}}
    # EFS mounts folders; a file is reached through the one that holds it.
    return {"efs": {"fileSystemId": "${file_system_id}", "path": f"/{dirname(key)}"}}
