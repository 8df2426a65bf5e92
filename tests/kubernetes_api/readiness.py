"""The stand-in has no controllers: it says at once that every object is ready."""

from typing import Any

from tests.kubernetes.manifests import Manifest

LOAD_BALANCER = "stand-in.elb.us-east-1.amazonaws.com"
"""What every Ingress is reached by."""

_NOW = "2026-01-01T00:00:00Z"


def _replicas(manifest: Manifest) -> dict[str, Any]:
    count = manifest["spec"].get("replicas", 1)
    words = ("replicas", "readyReplicas", "updatedReplicas", "availableReplicas", "currentReplicas")
    return {word: count for word in words if count}


def _conditions(*types: str) -> dict[str, Any]:
    reason = "NewReplicaSetAvailable"  # the one by which kubectl and helm know a complete rollout
    return {"conditions": [{"type": each, "status": "True", "reason": reason} for each in types]}


def _deployment(manifest: Manifest) -> dict[str, Any]:
    status = _replicas(manifest) | _conditions("Available", "Progressing")
    del status["currentReplicas"]
    return status


def _stateful_set(manifest: Manifest) -> dict[str, Any]:
    return _replicas(manifest) | {"currentRevision": "1", "updateRevision": "1"}


def _daemon_set(_: Manifest) -> dict[str, Any]:
    words = (
        "desiredNumberScheduled",
        "currentNumberScheduled",
        "numberReady",
        "numberMisscheduled",
    )
    return dict.fromkeys(words, 0)


def _job(_: Manifest) -> dict[str, Any]:
    times = {"startTime": _NOW, "completionTime": _NOW}
    return {"succeeded": 1} | times | _conditions("Complete", "SuccessCriteriaMet")


def _definition(manifest: Manifest) -> dict[str, Any]:
    names = {"acceptedNames": manifest["spec"]["names"]}
    return names | _conditions("Established", "NamesAccepted")


def _ingress(_: Manifest) -> dict[str, Any]:
    return {"loadBalancer": {"ingress": [{"hostname": LOAD_BALANCER}]}}


_STATUS = {
    "CustomResourceDefinition": _definition,
    "DaemonSet": _daemon_set,
    "Deployment": _deployment,
    "Ingress": _ingress,
    "Job": _job,
    "Namespace": lambda _: {"phase": "Active"},
    "PersistentVolume": lambda _: {"phase": "Bound"},
    "PersistentVolumeClaim": lambda _: {"phase": "Bound"},
    "Pod": lambda _: {"phase": "Running"} | _conditions("Ready"),
    "ReplicaSet": _deployment,
    "StatefulSet": _stateful_set,
}

_OBSERVED = {"DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"}


def status_of(manifest: Manifest) -> dict[str, Any] | None:
    """Return the status of an object whose controller has done all its work, if it has one."""
    make = _STATUS.get(manifest["kind"])
    if make is None:
        return None
    status = make(manifest)
    if manifest["kind"] in _OBSERVED:
        status["observedGeneration"] = manifest["metadata"]["generation"]
    return status
