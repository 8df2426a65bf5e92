"""Names, labels and annotations that an API server refuses, and its schema does not."""

import re
from collections.abc import Iterator
from typing import Any

from tests.kubernetes.manifests import Manifest, identity

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_SUBDOMAIN = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
)
_SERVICE = re.compile(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?")
_VALUE = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_KEY = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")

_NAMES = {"Service": _SERVICE, "Namespace": _LABEL}
_FREE_NAMES = ("APIService", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")


def name_problems(manifest: Manifest) -> Iterator[str]:
    """Yield what is wrong with a manifest's name, labels and annotations."""
    metadata = manifest.get("metadata") or {}
    name = metadata.get("name") or f"{metadata.get('generateName', '')}x"
    pattern = _NAMES.get(manifest["kind"], _SUBDOMAIN)
    if manifest["kind"] not in _FREE_NAMES and not pattern.fullmatch(name):
        yield f"{identity(manifest)}: {name} cannot be the name of a {manifest['kind']}"
    for problem in label_problems(metadata.get("labels") or {}, "label"):
        yield f"{identity(manifest)}: {problem}"
    for key, value in (metadata.get("annotations") or {}).items():
        if not _is_key(key):
            yield f"{identity(manifest)}: {key} cannot be the key of an annotation"
        if not isinstance(value, str):
            yield f"{identity(manifest)}: annotation {key} is not a text: {value!r}"


def label_problems(labels: dict[str, Any], what: str) -> Iterator[str]:
    """Yield which labels cannot be labels; `what` says where they stand."""
    for key, value in labels.items():
        if not _is_key(key):
            yield f"{what} {key} cannot be a key"
        if not isinstance(value, str) or not _VALUE.fullmatch(value):
            yield f"{what} {key} cannot have the value {value!r}"


def _is_key(key: str) -> bool:
    prefix, slash, name = key.rpartition("/")
    return bool(_KEY.fullmatch(name)) and (not slash or bool(_SUBDOMAIN.fullmatch(prefix)))
