"""Kubernetes manifests as data: reading them, naming them, the pods that they make."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML

Manifest = dict[str, Any]

_TEMPLATES = ("DaemonSet", "Deployment", "Job", "ReplicaSet", "StatefulSet")


@dataclass(frozen=True)
class Pod:
    """A pod, or what makes pods.

    Attributes:
        owner: the manifest, as `Deployment/hub`.
        kind: kind of the manifest.
        labels: what selectors match.
        spec: the pod's specification.
        claims: volumes that the owner adds, by volumeClaimTemplates.
        replicas: how many there are; `None` if the manifest does not say.
    """

    owner: str
    kind: str
    labels: dict[str, str]
    spec: dict[str, Any]
    claims: tuple[str, ...] = ()
    replicas: int | None = None

    def containers(self) -> Iterator[dict[str, Any]]:
        """Yield all containers, the init containers first."""
        yield from self.spec.get("initContainers") or ()
        yield from self.spec.get("containers") or ()


def read(text: str) -> list[Manifest]:
    """Read the documents of a YAML text, lists of objects taken apart."""
    found = [document for document in YAML(typ="safe", pure=True).load_all(text) if document]
    return [
        item for each in found for item in (each["items"] if each["kind"] == "List" else [each])
    ]


def identity(manifest: Manifest) -> str:
    """Return what a manifest is called in messages, such as `Deployment/hub`."""
    metadata = manifest.get("metadata") or {}
    name = metadata.get("name") or metadata.get("generateName", "?")
    return f"{manifest.get('kind', '?')}/{name}"


def pod_of(manifest: Manifest) -> Pod | None:
    """Return the pod that a manifest is or makes; `None` for anything else."""
    kind, spec = manifest["kind"], manifest.get("spec") or {}
    if kind == "Pod":
        labels = (manifest.get("metadata") or {}).get("labels") or {}
        return Pod(identity(manifest), kind, labels, spec)
    if kind == "CronJob":
        template = spec["jobTemplate"]["spec"]["template"]
    elif kind in _TEMPLATES:
        template = spec["template"]
    else:
        return None
    return Pod(
        owner=identity(manifest),
        kind=kind,
        labels=(template.get("metadata") or {}).get("labels") or {},
        spec=template["spec"],
        claims=tuple(c["metadata"]["name"] for c in spec.get("volumeClaimTemplates") or ()),
        replicas=spec.get("replicas"),
    )


def pods(manifests: Iterable[Manifest]) -> list[Pod]:
    """Return the pods of all manifests."""
    return [pod for pod in map(pod_of, manifests) if pod is not None]


def selects(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    """Say whether a label selector, or the plain labels of a Service, matches labels."""
    if not {"matchLabels", "matchExpressions"} & selector.keys():
        return selector.items() <= labels.items()
    wanted = selector.get("matchLabels") or {}
    rules = selector.get("matchExpressions") or ()
    return wanted.items() <= labels.items() and all(_fits(rule, labels) for rule in rules)


def _fits(rule: dict[str, Any], labels: dict[str, str]) -> bool:
    present = rule["key"] in labels
    listed = labels.get(rule["key"]) in (rule.get("values") or ())
    return {
        "Exists": present,
        "DoesNotExist": not present,
        "In": present and listed,
        "NotIn": not listed,
    }[rule["operator"]]
