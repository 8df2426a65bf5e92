"""Tests of tasks: the pods that the real KubernetesExecutor makes of a stand-in pod template."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.releases.filled_release import FilledRelease
from tests.kubernetes.checks import problems
from tests.releases.airflow.chart_stand_in import airflow_cfg, pod_template

DAG = """
from airflow.sdk import DAG, task
from kubernetes.client import models as k8s

LARGE = k8s.V1ResourceRequirements(
    requests={"cpu": "4", "memory": "16Gi"}, limits={"memory": "16Gi"}
)
base = k8s.V1Container(name="base", resources=LARGE)

with DAG("atlas", schedule=None):

    @task
    def count() -> int:
        return 1

    @task(executor_config={"pod_override": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[base]))})
    def align(cells: int) -> None:
        print(cells)

    align(count())
"""

FROM_ELSEWHERE = ("Secret/airflow-keys", "Secret/airflow-metadata", "ServiceAccount/airflow-worker")


@pytest.fixture(scope="module")
def said(full: FilledRelease, run: Callable[..., Any]) -> dict[str, Any]:
    """Return what Airflow makes of a DAG of two tasks, one of them large."""
    values = full.values
    request = {"cfg": airflow_cfg(values), "pod_template": pod_template(values), "dag": DAG}
    variables = {each["name"]: each["value"] for each in values["env"]}
    answer: dict[str, Any] = run("tasks_program.py", request, **variables)
    return answer


def test_a_dag_is_read(said: dict[str, Any]) -> None:
    """DAGs are written with Airflow's own task SDK; the executor is the one of Kubernetes."""
    assert said["import_errors"] == {}
    assert said["executor"] == "KubernetesExecutor"
    assert sorted(said["pods"]) == ["align", "count"]


@pytest.mark.parametrize("task", ["align", "count"])
def test_pods_of_tasks_are_right(said: dict[str, Any], task: str) -> None:
    """Every version of Kubernetes that a lab may have takes the pod."""
    assert problems([said["pods"][task]], there=FROM_ELSEWHERE) == []


def test_tasks_run_on_their_own_nodes_as_themselves(said: dict[str, Any]) -> None:
    """Where a task runs, as whom, and that no node is emptied under it."""
    pod = said["pods"]["count"]
    spec = pod["spec"]
    assert spec["nodeSelector"] == {"lab-pool": "tasks"}
    assert [each["value"] for each in spec["tolerations"]] == ["tasks"]
    assert spec["serviceAccountName"] == "airflow-worker"
    assert spec["enableServiceLinks"] is False
    assert pod["metadata"]["namespace"] == "airflow"
    assert pod["metadata"]["annotations"]["karpenter.sh/do-not-disrupt"] == "true"


def test_tasks_have_the_image_of_the_lab(said: dict[str, Any]) -> None:
    """A digest arrives whole, although chart and executor both join a name and a tag."""
    (container,) = said["pods"]["count"]["spec"]["containers"]
    assert container["image"] == f"registry.example.org/lab/airflow@sha256:{'0' * 64}"


@pytest.mark.parametrize(
    ("task", "requests"),
    [
        ("count", {"cpu": "500m", "memory": "2048Mi"}),
        ("align", {"cpu": "4", "memory": "16Gi"}),
    ],
)
def test_a_dag_may_ask_for_more(said: dict[str, Any], task: str, requests: dict[str, str]) -> None:
    """A task gets what the settings say, and what its DAG says over them."""
    (container,) = said["pods"][task]["spec"]["containers"]
    assert container["resources"]["requests"] == requests
    assert container["resources"]["limits"] == {"memory": requests["memory"]}


def test_logs_go_to_the_scratch_bucket(said: dict[str, Any]) -> None:
    """Below the one prefix that the tasks' identity may write."""
    assert said["log"] == {
        "class": "S3RemoteLogIO",
        "folder": "s3://demo-dev-scratch/airflow/logs",
        "removed": True,
        "connection": "aws_default",
    }
