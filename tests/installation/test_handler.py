"""CDK's handler on small examples: what reaches the cluster, and what fails the deployment."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.installation.chart_repository import SHOWN
from tests.installation.cloudformation import CustomResource
from tests.installation.cluster import Cluster
from tests.installation.conftest import NewCluster
from tests.installation.handler import CHART, MANIFEST, Handler, HandlerError
from tests.kubernetes.manifests import Manifest
from tests.kubernetes_api.store import Write

NAMESPACE: Manifest = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "lab"}}
MAP: Manifest = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {"name": "hub", "namespace": "lab", "labels": {"pruned-by": "label"}},
    "data": {"a": "1", "b": "2"},
}
STORE: Manifest = {
    "apiVersion": "external-secrets.io/v1",
    "kind": "ClusterSecretStore",
    "metadata": {"name": "store"},
    "spec": {"provider": {"aws": {"service": "SecretsManager", "region": "us-east-1"}}},
}


@pytest.fixture
def cluster(new_cluster: NewCluster, tmp_path: Path) -> Iterator[Cluster]:
    """Return a cluster with a namespace."""
    with new_cluster(tmp_path) as cluster:
        cluster.handle("Create", manifest(NAMESPACE))
        yield cluster


def manifest(*objects: Manifest) -> CustomResource:
    """Return the custom resource of some objects, pruned as CDK does it."""
    properties = {"ClusterName": "demo", "Manifest": json.dumps(objects), "PruneLabel": "pruned-by"}
    return CustomResource("Manifest", MANIFEST, properties)


def chart(values: dict[str, Any], **properties: object) -> CustomResource:
    """Return the custom resource of a release of the stand-in for the hub's chart."""
    usual = {
        "ClusterName": "demo",
        "Release": "hub",
        "Chart": "jupyterhub",
        "Version": "4.4.0",
        "Namespace": "lab",
        "Repository": "https://hub.jupyter.org/helm-chart/",
        "Values": json.dumps(values),
        "Wait": True,
        "Timeout": "60s",
    }
    return CustomResource("Chart", CHART, {**usual, **properties})


def shown(cluster: Cluster) -> Any:  # noqa: ANN401 - values of a chart
    """Return the values that helm has."""
    return json.loads(cluster.objects()["ConfigMap", "lab", f"{SHOWN}hub"]["data"]["values"])


def test_helm_is_that_of_the_layer(handler: Handler) -> None:
    """Version 4 applies on the server's side; version 3 behaves otherwise."""
    said = subprocess.check_output([handler.helm, "version", "--short"], text=True)  # noqa: S603
    assert said.startswith("v4.2.3")


def test_changed_values_reach_the_release(cluster: Cluster) -> None:
    """An update is an upgrade of the same release."""
    cluster.handle("Create", chart({"hub": {"revisionHistoryLimit": 1}}))
    cluster.handle("Update", chart({"hub": {"revisionHistoryLimit": 2}}))
    assert shown(cluster) == {"hub": {"revisionHistoryLimit": 2}}


def test_value_that_the_chart_does_not_know_fails(cluster: Cluster) -> None:
    """Helm itself refuses it, by the recorded schema of the official chart."""
    with pytest.raises(HandlerError, match="additional properties 'revisionHistoryLimt'"):
        cluster.handle("Create", chart({"hub": {"revisionHistoryLimt": 1}}))


def test_version_that_the_repository_does_not_have_fails(cluster: Cluster) -> None:
    """A version is exact: no other one is taken in its place."""
    with pytest.raises(HandlerError, match=r'chart \\?"jupyterhub\\?" .*version \\?"4.4.1'):
        cluster.handle("Create", chart({}, Version="4.4.1"))


def test_release_needs_its_namespace(cluster: Cluster) -> None:
    """Helm does not make it: our stack does, before."""
    with pytest.raises(HandlerError, match=r"namespaces .+elsewhere.+ not found"):
        cluster.handle("Create", chart({}, Namespace="elsewhere"))


def test_field_changed_by_hand_stops_the_upgrade(cluster: Cluster) -> None:
    """What helm owns is changed through the YAML only; the handler does not force."""
    cluster.handle("Create", chart({}))
    store = cluster.server.store
    (key,) = (each for each in store.objects if each.name == f"{SHOWN}hub")
    changed = {**store.get(key), "data": {"values": "by hand"}}
    store.replace(key, changed, Write("kubectl-edit"))
    with pytest.raises(HandlerError, match=r"conflict with .+kubectl-edit"):
        cluster.handle("Update", chart({"hub": {"revisionHistoryLimit": 2}}))


def test_field_taken_out_of_a_manifest_is_gone(cluster: Cluster) -> None:
    """An update is `kubectl apply`, three-way."""
    cluster.handle("Create", manifest(MAP))
    cluster.handle("Update", manifest({**MAP, "data": {"a": "1"}}))
    assert cluster.objects()["ConfigMap", "lab", "hub"]["data"] == {"a": "1"}


def test_object_taken_out_of_a_manifest_is_pruned(cluster: Cluster) -> None:
    """CDK's label says what belonged to the manifest."""
    second = {**MAP, "metadata": {**MAP["metadata"], "name": "second"}}
    cluster.handle("Create", manifest(MAP, second))
    cluster.handle("Update", manifest(MAP))
    made = {name for kind, _, name in cluster.objects() if kind == "ConfigMap"}
    assert made == {"hub"}


def test_typo_in_a_manifest_fails(cluster: Cluster) -> None:
    """An unknown field is refused instead of dropped."""
    with pytest.raises(HandlerError, match=r"dta.+ was unexpected"):
        cluster.handle("Create", manifest({**MAP, "dta": {}}))


def test_custom_resource_before_its_definition_fails(cluster: Cluster) -> None:
    """Who comes before External Secrets cannot have secrets of it."""
    with pytest.raises(HandlerError, match="could not find the requested resource"):
        cluster.handle("Create", manifest(STORE))


def test_failed_delete_is_only_in_the_log(cluster: Cluster) -> None:
    """Why other tests look at what is left: CloudFormation is told that all is well."""
    assert "delete error" in cluster.handle("Delete", chart({}))
