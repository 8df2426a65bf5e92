"""Selectors of lists and watches: which objects a client asks for."""

import re

from tests.kubernetes.manifests import Manifest

_SET = re.compile(r"^(?P<key>\S+) (?P<operator>in|notin) \((?P<values>[^)]*)\)$")
_EQUAL = re.compile(r"^(?P<key>[^=!]+)(?P<operator>==?|!=)(?P<value>.*)$")
_REQUIREMENTS = re.compile(r",(?![^(]*\))")


def selects(labels: str, fields: str, manifest: Manifest) -> bool:
    """Tell whether an object has the labels and fields that were asked for.

    Args:
        labels: a label selector, such as `owner=helm,status in (deployed,failed)`.
        fields: a field selector, such as `metadata.name=hub`.
        manifest: the object.
    """
    metadata = manifest["metadata"]
    own = {"metadata.name": metadata["name"], "metadata.namespace": metadata.get("namespace", "")}
    return all(
        _holds(requirement.strip(), having)
        for selector, having in ((labels, metadata.get("labels") or {}), (fields, own))
        for requirement in _REQUIREMENTS.split(selector)
        if requirement.strip()
    )


def _holds(requirement: str, having: dict[str, str]) -> bool:
    if found := _SET.match(requirement):
        values = [value.strip() for value in found["values"].split(",")]
        return (having.get(found["key"]) in values) == (found["operator"] == "in")
    if found := _EQUAL.match(requirement):
        return (having.get(found["key"]) == found["value"]) == (found["operator"] != "!=")
    return (requirement.removeprefix("!") in having) != requirement.startswith("!")
