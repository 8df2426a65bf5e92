"""Kubernetes objects of Airflow that only some labs need."""

from typing import Any

from cdk.airflow.config import AirflowConfig
from cdk.airflow.values import GIT_SECRET

Manifest = dict[str, Any]
"""One Kubernetes object."""


def manifests(config: AirflowConfig) -> list[Manifest]:
    """Return what is applied before the chart, beside `before.yaml`."""
    if config.dags is None or config.dags.credentials_secret_arn is None:
        return []
    if config.dags.ssh:
        data = {"gitSshKey": "{{ .private_key }}\n"}
    else:
        # The chart reads both the old and the new names of git-sync.
        data = {
            f"{prefix}_{word.upper()}": f"{{{{ .{word} }}}}"
            for prefix in ("GIT_SYNC", "GITSYNC")
            for word in ("username", "password")
        }
    return [
        {
            "apiVersion": "external-secrets.io/v1",
            "kind": "ExternalSecret",
            "metadata": {"name": GIT_SECRET, "namespace": "airflow"},
            "spec": {
                "refreshInterval": "1h",
                "secretStoreRef": {"kind": "ClusterSecretStore", "name": "secrets-manager"},
                "target": {"template": {"data": data}},
                "dataFrom": [{"extract": {"key": config.dags.credentials_secret_arn}}],
            },
        }
    ]
