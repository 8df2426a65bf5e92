"""Stand-in for two templates of the chart airflow 1.22.0: `airflow.cfg` and the tasks' pod."""

from typing import Any

Values = dict[str, Any]


def airflow_cfg(values: Values) -> str:
    """Return the options of `config` as the chart writes them, without most of the chart's own."""
    sections: dict[str, dict[str, Any]] = {
        "core": {"executor": values["executor"]},
        "kubernetes_executor": {
            "namespace": "airflow",
            "worker_container_repository": values["defaultAirflowRepository"],
            "worker_container_tag": values["defaultAirflowTag"],
        },
    }
    for name, options in values["config"].items():
        sections[name] = {**sections.get(name, {}), **options}
    return "\n".join(
        line
        for name, options in sections.items()
        for line in (f"[{name}]", *(f"{key} = {value}" for key, value in options.items()))
    )


def image(values: Values) -> str:
    """Return the image of core pods and tasks."""
    return f"{values['defaultAirflowRepository']}:{values['defaultAirflowTag']}"


def pod_template(values: Values) -> dict[str, Any]:
    """Return the pod that the scheduler makes each task's pod of; git-sync is left out."""
    workers = values["workers"]["kubernetes"]
    secret_of = {
        "AIRFLOW__CORE__FERNET_KEY": (values["fernetKeySecretName"], "fernet-key"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": (
            values["data"]["metadataSecretName"],
            "connection",
        ),
        "AIRFLOW__API__SECRET_KEY": (values["apiSecretKeySecretName"], "api-secret-key"),
    }
    from_secrets = [
        {"name": name, "valueFrom": {"secretKeyRef": {"name": secret, "key": key}}}
        for name, (secret, key) in secret_of.items()
    ]
    evict = {"cluster-autoscaler.kubernetes.io/safe-to-evict": str(workers["safeToEvict"]).lower()}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": "placeholder-name",
            "labels": {"tier": "airflow", "component": "worker", "release": "airflow"},
            "annotations": {**evict, **workers["podAnnotations"]},
        },
        "spec": {
            "containers": [
                {
                    "name": "base",
                    "image": image(values),
                    "env": [*from_secrets, *values["env"]],
                    "resources": workers["resources"],
                    "securityContext": values["securityContexts"]["containers"],
                }
            ],
            "restartPolicy": "Never",
            "serviceAccountName": workers["serviceAccount"]["name"],
            "enableServiceLinks": values["enableServiceLinks"],
            "nodeSelector": workers["nodeSelector"],
            "tolerations": workers["tolerations"],
        },
    }
