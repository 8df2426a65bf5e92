"""The Kubernetes namespaces of all releases."""

from collections.abc import Iterable, Mapping

from aws_cdk import aws_eks_v2 as eks
from constructs import Construct


class Namespaces(Construct):
    """Each namespace once, however many releases share it.

    They are made by us and not by helm: pod identities, secrets and manifests need them before a
    chart comes, and helm leaves those that it made behind.

    Attributes:
        by_name: what to depend on to be in a namespace.
    """

    by_name: Mapping[str, eks.KubernetesManifest]

    def __init__(
        self, scope: Construct, construct_id: str, *, cluster: eks.ICluster, names: Iterable[str]
    ) -> None:
        """Make the namespaces.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            cluster: where.
            names: some may be named more than once.
        """
        super().__init__(scope, construct_id)
        self.by_name = {
            name: eks.KubernetesManifest(
                self, name, cluster=cluster, manifest=[_namespace(name)], overwrite=True
            )
            for name in sorted(set(names))
        }


def _namespace(name: str) -> dict[str, object]:
    labels = {"kubernetes.io/metadata.name": name}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}
