"""What the stand-in refuses of an object: unknown fields, wrong types, changes of the fixed."""

from typing import Any

from tests.kubernetes.manifests import Manifest
from tests.kubernetes.schema import custom_resources, schema_problems
from tests.kubernetes_api.refusals import invalid
from tests.kubernetes_api.resources import Resource, built_in

_BUILT_IN = {(resource.group_version, resource.kind) for resource in built_in()}

# Kubernetes' own validation of updates, as far as charts meet it.
_FIXED = {
    "ClusterRoleBinding": ("roleRef",),
    "DaemonSet": ("spec.selector",),
    "Deployment": ("spec.selector",),
    "Job": ("spec.selector", "spec.template"),
    "PersistentVolume": ("spec.csi",),
    "PersistentVolumeClaim": ("spec.accessModes", "spec.storageClassName", "spec.volumeName"),
    "RoleBinding": ("roleRef",),
    "Secret": ("type",),
    "StatefulSet": ("spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"),
    "StorageClass": ("parameters", "provisioner"),
}


def admit(resource: Resource, manifest: Manifest, old: Manifest | None, version: str) -> None:
    """Check an object before it is kept.

    Args:
        resource: what it is.
        manifest: as it would be kept.
        old: as it was kept until now; `None` for a new one.
        version: of Kubernetes, such as `1.36`.

    Raises:
        RefusedError: with the first thing that is wrong.
    """
    name = manifest["metadata"]["name"]
    known = {(resource.group_version, resource.kind)} & (_BUILT_IN | custom_resources().keys())
    written = {key: value for key, value in manifest.items() if key != "status"}
    for problem in schema_problems(written, version) if known else ():
        raise invalid(resource.kind, name, problem)
    for path in _FIXED.get(resource.kind, ()) if old else ():
        if _at(old or {}, path) != _at(manifest, path):
            raise invalid(resource.kind, name, f"{path}: field is immutable")


def _at(manifest: Manifest, path: str) -> object:
    node: Any = manifest
    for key in path.split("."):
        node = (node or {}).get(key)
    return node
