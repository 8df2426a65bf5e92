"""Let Airflow, in its environment, read a DAG and make the pods of its tasks.

Reads `{"cfg", "pod_template", "dag"}` as JSON from standard input, writes `{"import_errors",
"pods", "logs", "environment"}`: the pod of each task, and where its log goes.
"""

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

REQUEST = json.load(sys.stdin)
HOME = Path(os.environ["AIRFLOW_HOME"])
TEMPLATE = HOME / "pod_template_file.yaml"
# JSON is YAML, and the template is read as that.
TEMPLATE.write_text(json.dumps(REQUEST["pod_template"]), encoding="utf-8")
(HOME / "airflow.cfg").write_text(REQUEST["cfg"], encoding="utf-8")
(HOME / "dags").mkdir()
(HOME / "dags/atlas.py").write_text(REQUEST["dag"], encoding="utf-8")
os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = f"sqlite:///{HOME}/airflow.db"

# Airflow reads its files and variables when it is imported.
from airflow.dag_processing.dagbag import DagBag  # noqa: E402
from airflow.executors.executor_loader import ExecutorLoader  # noqa: E402
from airflow.logging_config import get_default_remote_conn_id, get_remote_task_log  # noqa: E402
from airflow.providers.cncf.kubernetes.kube_config import KubeConfig  # noqa: E402
from airflow.providers.cncf.kubernetes.pod_generator import PodGenerator  # noqa: E402
from kubernetes.client import ApiClient  # noqa: E402


def pod(task: Any) -> Any:  # noqa: ANN401 - an operator, a pod as JSON
    """Return the pod that KubernetesExecutor asks for, were the task to run now."""
    made = PodGenerator.construct_pod(
        dag_id=task.dag_id,
        task_id=task.task_id,
        pod_id=f"{task.dag_id}-{task.task_id}",
        try_number=1,
        kube_image=KubeConfig().kube_image,
        date=None,
        args=["airflow", "tasks", "run"],
        pod_override_object=PodGenerator.from_obj(task.executor_config),
        base_worker_pod=PodGenerator.deserialize_model_file(str(TEMPLATE)),
        namespace=KubeConfig().executor_namespace,
        scheduler_job_id="1",
        run_id="manual",
        with_mutation_hook=True,
    )
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        **ApiClient().sanitize_for_serialization(made),
    }


def main() -> None:
    """Answer one request."""
    with contextlib.redirect_stdout(sys.stderr):
        bag = DagBag(HOME / "dags", include_examples=False)
        tasks = [task for dag in bag.dags.values() for task in dag.tasks]
        log = get_remote_task_log()
        answer = {
            "import_errors": bag.import_errors,
            "executor": ExecutorLoader.import_default_executor_cls()[0].__name__,
            "pods": {task.task_id: pod(task) for task in tasks},
            "log": {
                "class": type(log).__name__,
                "folder": log.remote_base,
                "removed": log.delete_local_copy,
                "connection": get_default_remote_conn_id(),
            },
        }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
