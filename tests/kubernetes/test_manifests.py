"""Manifests as data."""

import pytest

from tests.kubernetes.manifests import identity, pods, read, selects

CRON_JOB = """
apiVersion: batch/v1
kind: CronJob
metadata: {name: clean}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        metadata: {labels: {app: clean}}
        spec:
          restartPolicy: Never
          initContainers: [{name: first, image: "a:1"}]
          containers: [{name: second, image: "a:1"}]
"""


def test_list_is_taken_apart() -> None:
    """A List of objects and empty documents leave the objects alone."""
    found = read("---\n---\nkind: List\nitems: [{kind: Pod, metadata: {name: a}, spec: {}}]\n")
    assert [identity(manifest) for manifest in found] == ["Pod/a"]


def test_pod_of_a_cron_job_is_found() -> None:
    """Pods are found wherever a kind keeps its template, with all their containers."""
    (pod,) = pods(read(CRON_JOB))
    assert (pod.owner, pod.labels) == ("CronJob/clean", {"app": "clean"})
    assert [container["name"] for container in pod.containers()] == ["first", "second"]


def test_volumes_of_a_stateful_set_are_its_claims() -> None:
    """Volumes come from claim templates as well."""
    claims = "volumeClaimTemplates: [{metadata: {name: data}}]"
    text = f"kind: StatefulSet\nmetadata: {{}}\nspec: {{{claims}, template: {{spec: {{}}}}}}"
    assert pods(read(text))[0].claims == ("data",)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"key": "app", "operator": "In", "values": ["web"]}, True),
        ({"key": "app", "operator": "NotIn", "values": ["web"]}, False),
        ({"key": "app", "operator": "Exists"}, True),
        ({"key": "app", "operator": "DoesNotExist"}, False),
        ({"key": "other", "operator": "NotIn", "values": ["web"]}, True),
        ({"key": "other", "operator": "In", "values": ["web"]}, False),
    ],
)
def test_expressions_select(rule: dict[str, object], expected: bool) -> None:  # noqa: FBT001
    """Selectors by expression mean what Kubernetes means."""
    assert selects({"matchExpressions": [rule]}, {"app": "web"}) is expected
