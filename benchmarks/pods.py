"""The pods that run with nobody logged in, and what each asks for, by the values of the charts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from cdk.config.lab import LabConfig
from cdk.releases.filled_release import FilledRelease
from console.errors import ConsoleError

COMPONENTS = Path(__file__).with_name("components.yaml")

_UNITS = {"cpu": {"m": 1.0, "": 1000.0}, "memory": {"Mi": 1.0, "Gi": 1024.0, "": 2.0**-20}}
"""Thousandths of a core, and MiB, in what Kubernetes writes."""
_PIN = "karpenter.sh/do-not-disrupt"

Tree = Mapping[str, Any]


@dataclass(frozen=True)
class Pod:
    """One pod as the scheduler sees it.

    Attributes:
        name: release and component, the same for all replicas.
        pool: the node pool that it runs in.
        cpu: what it asks for, in thousandths of a core.
        memory: what it asks for, in MiB.
        spread: whether it would rather not share a machine with another of its name.
        pinned: whether it forbids to move it to another machine.
    """

    name: str
    pool: str
    cpu: float
    memory: float
    spread: bool = False
    pinned: bool = False


def idle_pods(config: LabConfig, releases: Mapping[str, FilledRelease]) -> list[list[Pod]]:
    """Return all pods in the order in which they come: add-ons, then release by release.

    Args:
        config: a lab with a cluster.
        releases: its releases in their order, as `lab render` has them.

    Raises:
        ConsoleError: nobody wrote down what a release starts, or how large that is.
    """
    known: Tree = YAML(typ="safe").load(COMPONENTS)
    present = {"file_system": config.storage.efs is not None}
    addons = [each for each in known["addons"] if present.get(each.get("needs"), True)]
    waves = [[pod for each in addons for pod in _pods("eks", each, {})]]
    for name, filled in releases.items():
        if filled.release.name not in known["releases"]:
            raise ConsoleError(f"{COMPONENTS.name} does not say what {name} starts: add it there")
        components = known["releases"][filled.release.name]
        values = filled.release.with_defaults(dict(filled.values))
        waves.append([pod for each in components for pod in _pods(name, each, values)])
    return waves


def _pods(release: str, component: Tree, values: Tree) -> Iterator[Pod]:
    if "when" in component and not _at(values, component["when"]):
        return
    name = f"{release}/{component['name']}"
    requests = list(_requests(name, component, values))
    pod = Pod(
        name=name,
        pool=component.get("pool", "system"),
        cpu=sum(_amount(name, each, "cpu") for each in requests),
        memory=sum(_amount(name, each, "memory") for each in requests),
        spread=component.get("spread", False),
        pinned=(_at(values, component.get("pinned", "")) or {}).get(_PIN) == "true",
    )
    replicas = component.get("replicas", 1)
    count = _at(values, replicas) if isinstance(replicas, str) else replicas
    yield from [pod] * (1 if count is None else count)


def _requests(name: str, component: Tree, values: Tree) -> Iterator[Tree]:
    if "requests" in component:
        yield component["requests"]
    for place in component.get("containers", ()):
        container = {"at": place} if isinstance(place, str) else place
        if "when" in container and not _at(values, container["when"]):
            continue
        found = _at(values, container["at"])
        if found is None:
            raise ConsoleError(f"{name} has no {container['at']}: write it into its base.yaml")
        yield found


def _amount(name: str, requests: Tree, resource: str) -> float:
    if resource not in requests:
        raise ConsoleError(f"{name} asks for no {resource}: write it into its base.yaml")
    text = str(requests[resource])
    number = text.rstrip("GMim")
    unit = text.removeprefix(number)
    if unit not in _UNITS[resource]:
        raise ConsoleError(f"{name} asks for {text} of {resource}: write {_examples(resource)}")
    return float(number) * _UNITS[resource][unit]


def _examples(resource: str) -> str:
    return "500m or 2" if resource == "cpu" else "512Mi or 2Gi"


def _at(values: Tree, path: str) -> Any:  # noqa: ANN401 - as in YAML
    found: Any = values
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
