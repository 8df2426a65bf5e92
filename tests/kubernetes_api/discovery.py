"""What the stand-in tells about itself: version, groups, kinds, and that it checks fields."""

from collections.abc import Collection
from itertools import groupby
from typing import Any

from tests.kubernetes_api.resources import Resource

_VERBS = ["create", "delete", "get", "list", "patch", "update", "watch"]


def describe(
    path: tuple[str, ...], resources: Collection[Resource], kubernetes: str
) -> dict[str, Any] | None:
    """Return the answer to a question about the server; `None` if the path asks for none.

    Args:
        path: of the request, in parts.
        resources: what the server knows.
        kubernetes: its version, such as `1.36`.
    """
    told: dict[str, Any]
    major, _, minor = kubernetes.partition(".")
    prefixes = sorted({each.prefix for each in resources})
    match path:
        case ("version",):
            told = {"major": major, "minor": minor, "gitVersion": f"v{kubernetes}.0"}
        case ("readyz" | "livez" | "healthz",):
            told = {}
        case ("api",):
            told = {"kind": "APIVersions", "versions": ["v1"]}
        case ("apis",):
            told = _groups({each.group_version for each in resources})
        case ("openapi", "v3"):
            urls = {each: {"serverRelativeURL": f"/openapi/v3/{each}"} for each in prefixes}
            told = {"paths": urls}
        case ("openapi", "v3", *rest):
            told = _openapi("/".join(rest), resources)
        case ("api", _) | ("apis", _, _) if "/".join(path) in prefixes:
            told = _kinds("/".join(path), resources)
        case _:
            return None
    return told


def _groups(group_versions: Collection[str]) -> dict[str, Any]:
    grouped = groupby(sorted(each for each in group_versions if "/" in each), _group)
    groups = []
    for name, versions in grouped:
        found = [{"groupVersion": each, "version": each.split("/")[1]} for each in versions]
        groups.append({"name": name, "versions": found, "preferredVersion": found[-1]})
    return {"apiVersion": "v1", "kind": "APIGroupList", "groups": groups}


def _group(group_version: str) -> str:
    return group_version.rpartition("/")[0]


def _kinds(prefix: str, resources: Collection[Resource]) -> dict[str, Any]:
    found = sorted(each for each in resources if each.prefix == prefix)
    return {
        "apiVersion": "v1",
        "kind": "APIResourceList",
        "groupVersion": found[0].group_version,
        "resources": [
            {
                "name": each.plural,
                "singularName": each.kind.lower(),
                "kind": each.kind,
                "namespaced": each.namespaced,
                "verbs": _VERBS,
            }
            for each in found
        ],
    }


def _openapi(prefix: str, resources: Collection[Resource]) -> dict[str, Any]:
    """Say only that a patch of each kind takes `fieldValidation`.

    A client that sees it leaves the check of an object's fields to the server.
    """
    parameters = [
        {"name": name, "in": "query", "schema": {"type": "string"}}
        for name in ("dryRun", "fieldManager", "fieldValidation")
    ]
    paths = {}
    for each in sorted(each for each in resources if each.prefix == prefix):
        group, _, version = each.group_version.rpartition("/")
        kind = {"group": group, "version": version, "kind": each.kind}
        paths[f"/{prefix}/{each.plural}/{{name}}"] = {
            "patch": {
                "parameters": parameters,
                "responses": {},
                "x-kubernetes-action": "patch",
                "x-kubernetes-group-version-kind": kind,
            }
        }
    return {"openapi": "3.0.0", "info": {"title": "stand-in", "version": "1"}, "paths": paths}
