"""The stand-in over HTTP, as clients see it."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.kubernetes_api.definitions import definitions
from tests.kubernetes_api.server import StandInServer, serving

JOB: dict[str, Any] = {
    "apiVersion": "batch/v1",
    "kind": "Job",
    "metadata": {"name": "migrate"},
    "spec": {
        "template": {
            "spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "a:1"}]}
        }
    },
}
MAP: dict[str, Any] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "hub"}}
MAPS = "api/v1/namespaces/default/configmaps"
JOBS = "apis/batch/v1/namespaces/default/jobs"
DEFINITIONS = "apis/apiextensions.k8s.io/v1/customresourcedefinitions"
SECRETS = "apis/external-secrets.io/v1/namespaces/default/externalsecrets"


@pytest.fixture
def server() -> Iterator[StandInServer]:
    """Return a server with nothing in it."""
    with serving("1.36") as server:
        yield server


def ask(server: StandInServer, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """Return the status and the answer to a request."""
    request = urllib.request.Request(  # noqa: S310 - loopback
        f"{server.address}/{path}",
        method=method,
        data=json.dumps(body).encode() if body else None,
        headers={"Content-Type": "application/json", "User-Agent": "test/1"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_object_is_kept(server: StandInServer) -> None:
    """What was created is read back, with what a server adds."""
    assert ask(server, "POST", MAPS, MAP)[0] == 201
    status, found = ask(server, "GET", f"{MAPS}/hub")
    assert (status, found["metadata"]["namespace"]) == (200, "default")


def test_dry_run_keeps_nothing(server: StandInServer) -> None:
    """A client may ask whether an object would be taken."""
    assert ask(server, "POST", f"{MAPS}?dryRun=All", MAP)[0] == 201
    assert ask(server, "GET", f"{MAPS}/hub")[0] == 404


def test_unknown_field_is_refused(server: StandInServer) -> None:
    """A typo of a field is an error, never dropped."""
    status, answer = ask(server, "POST", MAPS, {**MAP, "dta": {}})
    assert (status, "'dta' was unexpected" in answer["message"]) == (422, True)


def test_namespace_must_be_there(server: StandInServer) -> None:
    """Nothing makes a namespace by the way."""
    status, answer = ask(server, "POST", "api/v1/namespaces/lab/configmaps", MAP)
    assert (status, answer["message"]) == (404, 'namespaces "lab" not found')


def test_namespace_takes_its_objects_with_it(server: StandInServer) -> None:
    """Deleting a namespace deletes what is in it."""
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "lab"}}
    ask(server, "POST", "api/v1/namespaces", namespace)
    ask(server, "POST", "api/v1/namespaces/lab/configmaps", MAP)
    ask(server, "DELETE", "api/v1/namespaces/lab")
    assert ask(server, "GET", "api/v1/configmaps")[1]["items"] == []


def test_template_of_a_job_is_fixed(server: StandInServer) -> None:
    """A chart that changes a Job instead of replacing it fails here as in a cluster."""
    ask(server, "POST", JOBS, JOB)
    changed = json.loads(json.dumps(JOB).replace("a:1", "a:2"))
    status, answer = ask(server, "PUT", f"{JOBS}/migrate", changed)
    assert (status, "field is immutable" in answer["message"]) == (422, True)


def test_custom_resource_needs_its_definition(server: StandInServer) -> None:
    """A kind is unknown until its CRD comes, and again when it is gone."""
    assert ask(server, "GET", SECRETS)[0] == 404
    for definition in definitions("external-secrets.io"):
        ask(server, "POST", DEFINITIONS, definition)
    kinds = ask(server, "GET", "apis/external-secrets.io/v1")[1]["resources"]
    assert [each["kind"] for each in kinds] == ["ClusterSecretStore", "ExternalSecret"]
    ask(server, "DELETE", f"{DEFINITIONS}/externalsecrets.external-secrets.io")
    assert ask(server, "GET", SECRETS)[0] == 404


def test_watch_tells_what_is_there_and_what_happens(server: StandInServer) -> None:
    """First what there is, then a bookmark, then changes while they happen."""
    ask(server, "POST", MAPS, MAP)
    url = f"{server.address}/{MAPS}?watch=true&sendInitialEvents=true&timeoutSeconds=2"
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
        first = [json.loads(answer.readline())["type"] for _ in range(2)]
        change = threading.Thread(target=ask, args=(server, "DELETE", f"{MAPS}/hub"))
        change.start()
        then = json.loads(answer.readline())
        change.join()
    assert (first, then["type"]) == (["ADDED", "BOOKMARK"], "DELETED")


def test_every_deployment_is_ready(server: StandInServer) -> None:
    """The stand-in runs no pod; it says that all of them are."""
    pod = {**JOB["spec"]["template"], "metadata": {"labels": {"app": "a"}}}
    pod["spec"] = {**pod["spec"], "restartPolicy": "Always"}
    selector = {"matchLabels": {"app": "a"}}
    spec = {"replicas": 2, "selector": selector, "template": pod}
    web = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": spec}
    status, made = ask(server, "POST", "apis/apps/v1/namespaces/default/deployments", web)
    assert (status, made["status"]["readyReplicas"]) == (201, 2)
