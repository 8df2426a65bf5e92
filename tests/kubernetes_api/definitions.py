"""Definitions of custom resources whose schema is recorded: the server knows the kinds by them."""

from collections.abc import Iterator

from tests.kubernetes.manifests import Manifest
from tests.kubernetes.schema import custom_resources

AUTO_MODE = {"eks.amazonaws.com", "karpenter.sh"}
"""The groups of custom resources that each cluster with EKS Auto Mode has from the start."""

_NAMESPACED = {"ExternalSecret"}


def definitions(*groups: str) -> Iterator[Manifest]:
    """Yield a CustomResourceDefinition for each recorded kind of some API groups.

    The schema in it says nothing: objects are checked by the recorded one.
    """
    for api_version, kind in custom_resources():
        group, _, version = api_version.partition("/")
        if group not in groups:
            continue
        singular = kind.lower()
        plural = singular if kind.endswith("Params") else f"{singular}{'es' * kind.endswith('s')}"
        plural += "s" * (not plural.endswith("s"))
        open_schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
        yield {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": f"{plural}.{group}"},
            "spec": {
                "group": group,
                "names": {"kind": kind, "plural": plural, "singular": singular},
                "scope": "Namespaced" if kind in _NAMESPACED else "Cluster",
                "versions": [
                    {
                        "name": version,
                        "served": True,
                        "storage": True,
                        "schema": {"openAPIV3Schema": open_schema},
                    }
                ],
            },
        }
