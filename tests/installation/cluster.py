"""A cluster to install into: the stand-in API server, CDK's handler, and a repository of charts."""

import copy
from dataclasses import dataclass
from pathlib import Path

from tests.installation.cloudformation import CustomResource
from tests.installation.handler import Handler, Operation
from tests.kubernetes.manifests import Manifest
from tests.kubernetes_api.server import StandInServer

Objects = dict[tuple[str, str, str], Manifest]
"""Objects by kind, namespace and name."""


@dataclass(frozen=True)
class Cluster:
    """Where a lab's releases go in a test.

    Attributes:
        server: the stand-in.
        handler: CDK's code with helm and kubectl.
        charts: address of the repository with stand-ins for the official charts.
        assets: folder of the cloud assembly.
        folder: where handler and clients write.
    """

    server: StandInServer
    handler: Handler
    charts: str
    assets: Path
    folder: Path

    def handle(self, operation: Operation, resource: CustomResource) -> str:
        """Do to one custom resource what CloudFormation does.

        Its properties are the template's; only the address of the chart repository is another.

        Returns:
            The handler's log.

        Raises:
            HandlerError: if it failed.
        """
        kubeconfig = self.folder / "kubeconfig-of-aws"
        self.server.write_kubeconfig(kubeconfig)
        properties = dict(resource.properties)
        if "Repository" in properties:
            properties["Repository"] = self.charts
        return self.handler.handle(
            operation, resource.kind, properties, kubeconfig=kubeconfig, assets=self.assets
        )

    def objects(self) -> Objects:
        """Return what is in the cluster now."""
        with self.server.store.changed:
            there = copy.deepcopy(self.server.store.objects)
        return {(key.resource.kind, key.namespace, key.name): each for key, each in there.items()}
