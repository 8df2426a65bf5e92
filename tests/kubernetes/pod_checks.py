"""What an API server refuses in a pod, or runs badly, although its schema is met."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from tests.kubernetes.label_checks import label_problems
from tests.kubernetes.manifests import Pod

_QUANTITY = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i))?")
_SCALE = {
    **dict(zip("num", (Decimal(1).scaleb(power) for power in (-9, -6, -3)), strict=True)),
    **dict(zip("kMGTPE", (Decimal(1000) ** power for power in range(1, 7)), strict=True)),
    **{f"{unit}i": Decimal(1024) ** power for power, unit in enumerate("KMGTPE", start=1)},
}
_PINNED = re.compile(r".+(:(?!latest$)[\w][\w.-]*|@sha256:[0-9a-f]{64})$")
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")


def quantity(value: object) -> Decimal | None:
    """Return the number behind `500m` or `2Gi`; `None` if it is no quantity of Kubernetes."""
    found = _QUANTITY.fullmatch(str(value))
    if not found:
        return None
    number, exponent, suffix = found.groups()
    return Decimal(number).scaleb(int(exponent or 0)) * _SCALE.get(suffix, Decimal(1))


def pod_problems(pod: Pod) -> Iterator[str]:
    """Yield what is wrong with a pod, each with the name of what makes it."""
    for problem in _pod(pod):
        yield f"{pod.owner}: {problem}"


def _pod(pod: Pod) -> Iterator[str]:
    spec = pod.spec
    policies = ("Never", "OnFailure") if pod.kind in ("Job", "CronJob") else ("Always",)
    given = spec.get("restartPolicy", "Always")
    if pod.kind != "Pod" and given not in policies:
        yield f"restartPolicy {given} is not possible in a {pod.kind}"
    yield from label_problems(pod.labels, "label")
    yield from label_problems(spec.get("nodeSelector") or {}, "nodeSelector")
    for toleration in spec.get("tolerations") or ():
        yield from _toleration(toleration)
    volumes = [volume["name"] for volume in spec.get("volumes") or ()]
    yield from _twice("volume", volumes)
    yield from _twice("container", (c["name"] for c in pod.containers()))
    for container in pod.containers():
        for problem in _container(container, {*volumes, *pod.claims}):
            yield f"container {container['name']}: {problem}"


def _container(container: dict[str, Any], volumes: set[str]) -> Iterator[str]:
    image = container.get("image") or ""
    if not _PINNED.fullmatch(image):
        yield f"image {image or '(none)'} has no exact tag or digest"
    yield from _resources(container.get("resources") or {})
    mounts = container.get("volumeMounts") or ()
    yield from _twice("mountPath", (mount["mountPath"] for mount in mounts))
    for mount in mounts:
        if mount["name"] not in volumes:
            yield f"volumeMount {mount['name']} has no volume"
    yield from _twice("variable", (variable["name"] for variable in container.get("env") or ()))
    ports = container.get("ports") or ()
    named = [port["name"] for port in ports if "name" in port]
    yield from _twice("port", named)
    for port in ports:
        if not 0 < port["containerPort"] < 65536:
            yield f"port {port['containerPort']} does not exist"
    for probe in _PROBES:
        for action in ("httpGet", "tcpSocket"):
            port = ((container.get(probe) or {}).get(action) or {}).get("port")
            if isinstance(port, str) and port not in named:
                yield f"{probe} asks port {port}, which the container does not name"


def _resources(resources: dict[str, Any]) -> Iterator[str]:
    requests, limits = resources.get("requests") or {}, resources.get("limits") or {}
    for kind, values in (("requests", requests), ("limits", limits)):
        for name, value in values.items():
            if (amount := quantity(value)) is None or amount < 0:
                yield f"{kind}.{name} {value} is not a quantity"
    for name, value in requests.items():
        asked, limit = quantity(value), quantity(limits.get(name))
        if asked is not None and limit is not None and asked > limit:
            yield f"requests.{name} {value} is above its limit {limits[name]}"
        if "/" in name and name not in limits:
            yield f"requests.{name} needs a limit, being an extended resource"


def _toleration(toleration: dict[str, Any]) -> Iterator[str]:
    operator, effect = toleration.get("operator", "Equal"), toleration.get("effect")
    if operator not in ("Equal", "Exists"):
        yield f"toleration has the operator {operator}"
    if operator == "Exists" and toleration.get("value"):
        yield f"toleration {toleration.get('key')} Exists with a value"
    if operator == "Equal" and not toleration.get("key"):
        yield "toleration has no key"
    if effect and effect not in _EFFECTS:
        yield f"toleration has the effect {effect}"


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{what} {name} is there twice"
