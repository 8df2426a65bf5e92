"""Which facts a lab will publish, known before anything is deployed."""

from cdk.config.lab import LabConfig
from cdk.facts import Facts

_SWITCHES = {
    "file_system_id": ("storage", "efs"),
    "batch_queue_arn": ("batch",),
    "batch_on_demand_queue_arn": ("batch",),
    "batch_gpu_queue_arn": ("batch", "gpu"),
    "batch_gpu_on_demand_queue_arn": ("batch", "gpu"),
    "eks_cluster_name": ("eks",),
    "jupyterhub_database_secret_arn": ("jupyterhub",),
    "jupyterhub_login_secret_arn": ("jupyterhub",),
    "airflow_database_secret_arn": ("airflow",),
    "airflow_login_secret_arn": ("airflow",),
    "user_pool_id": ("login", "cognito"),
    **{
        f"{data}_bucket_name": ("storage", "buckets", data)
        for data in ("raw", "scratch", "results", "archive")
    },
}
"""Facts that a lab has only with a setting; the others belong to all labs with a cluster."""


def example_facts(config: LabConfig) -> Facts:
    """Return facts as this lab could publish them: `None` where it has switched something off."""
    missing = {fact for fact, setting in _SWITCHES.items() if _at(config, setting) is None}
    return Facts.example().model_copy(update=dict.fromkeys(missing))


def switch(fact: str) -> str:
    """Return the setting that a lab has a fact by, such as `storage.efs`; empty for most."""
    return ".".join(_SWITCHES.get(fact, ()))


def _at(config: LabConfig, path: tuple[str, ...]) -> object:
    value: object = config
    for part in path:
        value = getattr(value, part, None)
    return value
