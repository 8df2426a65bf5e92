"""Strict schemas: Kubernetes' own for each version, recorded ones for custom resources."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import kubernetes_validate
from jsonschema import Draft202012Validator

from cdk.eks.versions import SUPPORT
from tests.kubernetes.manifests import Manifest, identity

VERSIONS = tuple(SUPPORT)
"""The versions of Kubernetes that a cluster of a lab may have."""

_CRDS = Path(__file__).parent / "crds"


@cache
def custom_resources() -> dict[tuple[str, str], Draft202012Validator]:
    """Return the recorded schemas, by apiVersion and kind."""
    found = {}
    for file in sorted(_CRDS.glob("*.json")):
        schema = json.loads(file.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        properties = schema["properties"]
        key = properties["apiVersion"]["const"], properties["kind"]["const"]
        found[key] = Draft202012Validator(schema)
    return found


def schema_problems(manifest: Manifest, version: str) -> Iterator[str]:
    """Yield where a manifest breaks its schema; unknown keys and unknown kinds break it."""
    api_version, kind = manifest.get("apiVersion", ""), manifest.get("kind", "")
    if custom := custom_resources().get((api_version, kind)):
        for error in custom.iter_errors(manifest):
            yield f"{identity(manifest)}: {'.'.join(map(str, error.path))}: {error.message}"
        return
    try:
        kubernetes_validate.validate(manifest, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        yield f"{identity(manifest)}: {'.'.join(map(str, error.path))}: {error.message}"
    except kubernetes_validate.SchemaNotFoundError:
        yield f"{identity(manifest)}: {api_version} {kind} has no schema: no such kind"
