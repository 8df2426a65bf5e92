"""The kinds of objects that the stand-in for a Kubernetes API server knows, and those of CRDs."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.kubernetes.manifests import Manifest

_NAMESPACED = {
    "v1": {
        "configmaps": "ConfigMap",
        "endpoints": "Endpoints",
        "events": "Event",
        "limitranges": "LimitRange",
        "persistentvolumeclaims": "PersistentVolumeClaim",
        "pods": "Pod",
        "replicationcontrollers": "ReplicationController",
        "resourcequotas": "ResourceQuota",
        "secrets": "Secret",
        "serviceaccounts": "ServiceAccount",
        "services": "Service",
    },
    "apps/v1": {
        "daemonsets": "DaemonSet",
        "deployments": "Deployment",
        "replicasets": "ReplicaSet",
        "statefulsets": "StatefulSet",
    },
    "autoscaling/v2": {"horizontalpodautoscalers": "HorizontalPodAutoscaler"},
    "batch/v1": {"cronjobs": "CronJob", "jobs": "Job"},
    "coordination.k8s.io/v1": {"leases": "Lease"},
    "networking.k8s.io/v1": {"ingresses": "Ingress", "networkpolicies": "NetworkPolicy"},
    "policy/v1": {"poddisruptionbudgets": "PodDisruptionBudget"},
    "rbac.authorization.k8s.io/v1": {"rolebindings": "RoleBinding", "roles": "Role"},
}
_CLUSTER = {
    "v1": {"namespaces": "Namespace", "nodes": "Node", "persistentvolumes": "PersistentVolume"},
    "admissionregistration.k8s.io/v1": {
        "mutatingwebhookconfigurations": "MutatingWebhookConfiguration",
        "validatingwebhookconfigurations": "ValidatingWebhookConfiguration",
    },
    "apiextensions.k8s.io/v1": {"customresourcedefinitions": "CustomResourceDefinition"},
    "networking.k8s.io/v1": {"ingressclasses": "IngressClass"},
    "rbac.authorization.k8s.io/v1": {
        "clusterrolebindings": "ClusterRoleBinding",
        "clusterroles": "ClusterRole",
    },
    "scheduling.k8s.io/v1": {"priorityclasses": "PriorityClass"},
    "storage.k8s.io/v1": {"csidrivers": "CSIDriver", "storageclasses": "StorageClass"},
}


@dataclass(frozen=True, order=True)
class Resource:
    """One kind of object, as discovery tells it.

    Attributes:
        group_version: such as `apps/v1`, or `v1` for the core.
        plural: the word in the path, such as `deployments`.
        kind: such as `Deployment`.
        namespaced: whether objects of it live in a namespace.
    """

    group_version: str
    plural: str
    kind: str
    namespaced: bool

    @property
    def prefix(self) -> str:
        """Where the objects are, such as `apis/apps/v1`."""
        return f"{'apis' if '/' in self.group_version else 'api'}/{self.group_version}"


def built_in() -> Iterator[Resource]:
    """Yield what the server knows before anybody brings a CRD."""
    for namespaced, table in ((True, _NAMESPACED), (False, _CLUSTER)):
        for group_version, kinds in table.items():
            for plural, kind in kinds.items():
                yield Resource(group_version, plural, kind, namespaced)


def defined_by(definition: Manifest) -> Iterator[Resource]:
    """Yield the resources that a CustomResourceDefinition serves, one for each version."""
    spec = definition["spec"]
    for version in spec["versions"]:
        yield Resource(
            f"{spec['group']}/{version['name']}",
            spec["names"]["plural"],
            spec["names"]["kind"],
            spec["scope"] == "Namespaced",
        )
