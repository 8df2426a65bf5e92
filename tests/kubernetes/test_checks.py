"""All checks together, on a release that is right and with one mistake planted at a time."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.kubernetes.checks import problems
from tests.kubernetes.manifests import Manifest

POD = ("Deployment", "spec", "template", "spec")
PROXY = (*POD, "containers", 0)
MISTAKES: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    "limit": (
        (*PROXY, "resources", "limits", "cpu"),
        "50m",
        "requests.cpu 100m is above its limit",
    ),
    "quantity": ((*PROXY, "resources", "requests", "memory"), "64MB", "64MB is not a quantity"),
    "gpu": ((*PROXY, "resources", "requests", "nvidia.com/gpu"), 1, "needs a limit"),
    "image": ((*PROXY, "image"), "rocker/shiny", "image rocker/shiny has no exact tag"),
    "latest": ((*PROXY, "image"), "rocker/shiny:latest", "rocker/shiny:latest has no exact tag"),
    "mount": ((*PROXY, "volumeMounts", 0, "name"), "tpm", "volumeMount tpm has no volume"),
    "probe": ((*PROXY, "readinessProbe", "httpGet", "port"), "web", "asks port web"),
    "port": ((*PROXY, "ports", 0, "containerPort"), 65536, "port 65536 does not exist"),
    "duplicate": ((*PROXY, "env"), [{"name": "A"}, {"name": "A"}], "variable A is there twice"),
    "operator": ((*POD, "tolerations", 0, "operator"), "Is", "has the operator Is"),
    "effect": ((*POD, "tolerations", 0, "effect"), "NoShedule", "has the effect NoShedule"),
    "exists": ((*POD, "tolerations", 0, "operator"), "Exists", "lab-pool Exists with a value"),
    "no key": ((*POD, "tolerations"), [{"value": "system"}], "toleration has no key"),
    "restart": ((*POD, "restartPolicy"), "Never", "restartPolicy Never is not possible"),
    "account": ((*POD, "serviceAccountName"), "wbe", "ServiceAccount/wbe is named"),
    "node": ((*POD, "nodeSelector", "lab-pool"), "a b", "cannot have the value 'a b'"),
    "user": (("Service", "metadata", "labels", "user"), "a@b.org", "the value 'a@b.org'"),
    "long": (("Service", "metadata", "labels", "user"), "a" * 64, "label user cannot have"),
    "key": (("Service", "metadata", "labels", "a b"), "x", "label a b cannot be a key"),
    "name": (("Service", "metadata", "name"), "2web", "2web cannot be the name of a Service"),
    "upper": (("Deployment", "metadata", "name"), "Web", "Web cannot be the name"),
    "dot": (("ServiceAccount", "metadata", "name"), "web..x", "web..x cannot be the name"),
    "selector": (("Deployment", "spec", "selector", "matchLabels", "app"), "w", "its own pods"),
    "service": (("Service", "spec", "selector", "app"), "w", "Service/web: selects no pod"),
    "target": (("Service", "spec", "ports", 0, "targetPort"), "prxy", "sends to port prxy"),
    "number": (("Service", "spec", "ports", 0, "targetPort"), 8080, "sends to port 8080"),
    "budget": (("PodDisruptionBudget", "spec", "minAvailable"), 2, "can never be emptied"),
    "policy": (
        ("NetworkPolicy", "spec", "podSelector", "matchLabels", "app"),
        "w",
        "NetworkPolicy/web: selects no pod",
    ),
    "store": (("ExternalSecret", "metadata", "name"), "login-2", "Secret/login is named and not"),
    "typo": ((*PROXY, "resorces"), {}, "'resorces'"),
    "type": (("Deployment", "spec", "replicas"), "2", "spec.replicas"),
    "kind": (("Service", "kind"), "Servce", "v1 Servce has no schema"),
    "custom": (("ExternalSecret", "spec", "secretStore"), {}, "'secretStore' was unexpected"),
    "annotation": (("Deployment", "metadata", "annotations", "a b"), "x", "a b cannot be the key"),
}


def test_right_release_has_no_problem(release: dict[str, Manifest]) -> None:
    """No check cries wolf."""
    assert problems(list(release.values())) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_planted_mistake_is_found(mistake: str, plant: Callable[..., list[Manifest]]) -> None:
    """Each mistake is reported, and nothing is reported that does not follow from it."""
    way, value, expected = MISTAKES[mistake]
    found = problems(plant(*way, value=value))
    assert [problem for problem in found if expected in problem] != []
    assert len({problem.split(" (Kubernetes")[0] for problem in found}) <= 2


@pytest.mark.parametrize(("port", "said"), [("htp", "has no such port"), ("http", None)])
def test_ingress_finds_its_port(
    port: str, said: str | None, plant: Callable[..., list[Manifest]]
) -> None:
    """An Ingress sends to a port that its Service has."""
    backend = {"service": {"name": "web", "port": {"name": port}}}
    path = [{"path": "/", "pathType": "Prefix", "backend": backend}]
    found = problems(plant("Ingress", "spec", "rules", 0, "http", "paths", value=path))
    assert [said in problem for problem in found if said] == ([True] if said else [])


def test_ingress_finds_its_service(plant: Callable[..., list[Manifest]]) -> None:
    """An Ingress sends to a Service of the release."""
    backend = {"service": {"name": "wbe", "port": {"number": 80}}}
    path = [{"path": "/", "pathType": "Prefix", "backend": backend}]
    found = problems(plant("Ingress", "spec", "rules", 0, "http", "paths", value=path))
    assert found == ["Ingress/web: sends to the service wbe, which is not there"]


@pytest.mark.parametrize(
    ("target", "least", "expected"),
    [
        ("web", 1, "scales Deployment/web, which says replicas itself"),
        ("wbe", 1, "scales Deployment/wbe, which is not there"),
        ("web", 9, "minReplicas 9 is above maxReplicas 4"),
    ],
)
def test_autoscaler_scales_what_is_there(
    target: str, least: int, expected: str, release: dict[str, Manifest]
) -> None:
    """A HorizontalPodAutoscaler alone says how many pods its Deployment has."""
    autoscaler: Manifest = {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "web"},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": target},
            "minReplicas": least,
            "maxReplicas": 4,
        },
    }
    found = problems([*release.values(), autoscaler])
    assert f"HorizontalPodAutoscaler/web: {expected}" in found


def test_what_is_there_need_not_be_made(plant: Callable[..., list[Manifest]]) -> None:
    """Names that another release makes are allowed when the test says so."""
    manifests = plant(*POD, "priorityClassName", value="jupyterhub-default-priority")
    named = "PriorityClass/jupyterhub-default-priority"
    assert problems(manifests) == [f"{named} is named and not there"]
    assert problems(manifests, there=[named]) == []
