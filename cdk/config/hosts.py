"""Host names of what people open in a browser."""

from cdk.apps.values import release_name
from cdk.config.lab import LabConfig


def hosts(config: LabConfig) -> dict[str, str]:
    """Return the host name of what people open in a browser, by release; none without ingress."""
    if config.ingress is None:
        return {}
    apps = {release_name(name): app.host or name for name, app in config.enabled_apps().items()}
    labels = {"jupyterhub": "hub", "airflow": "airflow", "slurm": "slurm", **apps}
    return {name: config.ingress.host(label) for name, label in labels.items()}
