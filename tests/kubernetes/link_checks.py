"""How manifests hang together: selectors, ports, owners, and names that must exist."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from tests.kubernetes.manifests import Manifest, Pod, identity, pods, selects

_REFERENCES = {
    "claimName": "PersistentVolumeClaim",
    "configMap": "ConfigMap",
    "configMapKeyRef": "ConfigMap",
    "configMapRef": "ConfigMap",
    "priorityClassName": "PriorityClass",
    "secret": "Secret",
    "secretKeyRef": "Secret",
    "secretName": "Secret",
    "secretRef": "Secret",
    "serviceAccountName": "ServiceAccount",
    "volumeName": "PersistentVolume",
}
_ALWAYS_THERE = (
    "ServiceAccount/default",
    "PriorityClass/system-cluster-critical",
    "PriorityClass/system-node-critical",
)


def link_problems(manifests: Sequence[Manifest]) -> Iterator[str]:
    """Yield what is wrong between the manifests of one release."""
    every = pods(manifests)
    for manifest in manifests:
        if check := _CHECKS.get(manifest["kind"]):
            for problem in check(manifest, manifests, every):
                yield f"{identity(manifest)}: {problem}"


def missing(manifests: Sequence[Manifest]) -> list[str]:
    """Return what pods and others name and no manifest makes, such as `Secret/login`."""
    made = {identity(manifest) for manifest in manifests} | set(_ALWAYS_THERE)
    for manifest in manifests:
        if manifest["kind"] == "ExternalSecret":
            target = manifest["spec"].get("target") or {}
            made.add(f"Secret/{target.get('name', manifest['metadata']['name'])}")
    named = {name for manifest in manifests for name in _named(manifest.get("spec"))}
    return sorted(named - made)


def _named(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _named(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            kind, optional = _REFERENCES.get(key), False
            if isinstance(value, dict):
                optional = bool(value.get("optional"))
            name = value.get("name") if isinstance(value, dict) else value
            if kind and isinstance(name, str) and name and not (optional or node.get("optional")):
                yield f"{kind}/{name}"
            yield from _named(value)


def _workload(manifest: Manifest, _: Sequence[Manifest], every: Sequence[Pod]) -> Iterator[str]:
    own = next(pod for pod in every if pod.owner == identity(manifest))
    if not selects(manifest["spec"]["selector"], own.labels):
        yield "its selector does not match the labels of its own pods"


def _service(manifest: Manifest, _: Sequence[Manifest], every: Sequence[Pod]) -> Iterator[str]:
    spec = manifest["spec"]
    if not (selector := spec.get("selector")):
        return
    chosen = [pod for pod in every if selects(selector, pod.labels)]
    if not chosen:
        yield "selects no pod"
        return
    open_ports: set[object] = set()
    for port in (p for pod in chosen for c in pod.containers() for p in c.get("ports") or ()):
        open_ports |= {port["containerPort"], port.get("name")}
    for port in spec.get("ports") or ():
        target = port.get("targetPort", port["port"])
        if target not in open_ports:
            yield f"sends to port {target}, which no selected pod opens"


def _selector(manifest: Manifest, _: Sequence[Manifest], every: Sequence[Pod]) -> Iterator[str]:
    key = "podSelector" if manifest["kind"] == "NetworkPolicy" else "selector"
    selector = manifest["spec"].get(key) or {}
    chosen = [pod for pod in every if selects(selector, pod.labels)]
    if selector and not chosen:
        yield "selects no pod"
    least = manifest["spec"].get("minAvailable")
    for pod in chosen:
        if isinstance(least, int) and pod.replicas is not None and pod.replicas <= least:
            yield f"keeps every pod of {pod.owner}, so that its node can never be emptied"


def _ingress(manifest: Manifest, all_: Sequence[Manifest], _: Sequence[Pod]) -> Iterator[str]:
    services = {each["metadata"]["name"]: each for each in all_ if each["kind"] == "Service"}
    for rule in manifest["spec"].get("rules") or ():
        for path in (rule.get("http") or {}).get("paths") or ():
            backend = path["backend"].get("service") or {}
            name, port = backend.get("name"), backend.get("port") or {}
            if port.get("name") == "use-annotation":
                continue
            if name not in services:
                yield f"sends to the service {name}, which is not there"
                continue
            ports = services[name]["spec"]["ports"]
            if not any(
                p["port"] == port.get("number") or (p.get("name") or 0) == port.get("name")
                for p in ports
            ):
                yield f"sends to port {port} of the service {name}, which has no such port"


def _autoscaler(manifest: Manifest, all_: Sequence[Manifest], _: Sequence[Pod]) -> Iterator[str]:
    spec = manifest["spec"]
    if spec.get("minReplicas", 1) > spec["maxReplicas"]:
        yield f"minReplicas {spec['minReplicas']} is above maxReplicas {spec['maxReplicas']}"
    target = f"{spec['scaleTargetRef']['kind']}/{spec['scaleTargetRef']['name']}"
    found = [each for each in all_ if identity(each) == target]
    if not found:
        yield f"scales {target}, which is not there"
    elif "replicas" in found[0]["spec"]:
        # Server-side apply: two owners of one field, and the next upgrade fails.
        yield f"scales {target}, which says replicas itself"


_Check = Callable[[Manifest, Sequence[Manifest], Sequence[Pod]], Iterable[str]]
_CHECKS: dict[str, _Check] = {
    "DaemonSet": _workload,
    "Deployment": _workload,
    "HorizontalPodAutoscaler": _autoscaler,
    "Ingress": _ingress,
    "NetworkPolicy": _selector,
    "PodDisruptionBudget": _selector,
    "Service": _service,
    "StatefulSet": _workload,
}
