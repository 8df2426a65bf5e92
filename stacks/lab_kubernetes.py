"""A part of the map: the stacks of the Kubernetes cluster."""

from aws_cdk import App, aws_ec2 as ec2

from cdk.config.lab import LabConfig
from cdk.eks.config import EksConfig
from cdk.network.construct import Network
from cdk.storage.efs import SharedFileSystem
from stacks.addons import AddonsStack
from stacks.database import DatabaseStack
from stacks.eks import EksStack
from stacks.identities import IdentitiesStack
from stacks.login import LoginStack
from stacks.node_pools import NodePoolsStack
from stacks.releases import ReleasesStack
from stacks.storage import StorageStack


class Kubernetes:
    """The stacks of the cluster. Those that need its own API come last, one of them twice as far.

    Attributes:
        database: of releases; `None` if none wants one.
        eks: the cluster.
        identities: who releases are in AWS.
        node_pools: the cluster's machines, by its own API.
        addons: what AWS installs, which needs machines to run on.
        releases: what people log in to, by the cluster's own API.
    """

    def __init__(
        self,
        app: App,
        config: LabConfig,
        *,
        eks: EksConfig,
        storage: StorageStack,
        login: LoginStack,
        own_network: Network | None,
    ) -> None:
        """Build the stacks.

        Args:
            app: the app.
            config: the lab.
            eks: the settings of its cluster.
            storage: whose key encrypts, and whose file system pods mount.
            login: who may log in.
            own_network: the lab's own; `None` if there is one already.
        """
        key, shared = storage.storage.key, storage.storage.file_system
        self.database = self._database(app, config, storage, own_network)
        self.eks = EksStack(app, config, eks=eks, own_network=own_network, key=key)
        self.identities = IdentitiesStack(app, config)
        self.node_pools = NodePoolsStack(
            app,
            config,
            eks=eks,
            kubernetes=self.eks.kubernetes,
            network=self.eks.network,
            client_security_groups=self._clients(shared),
        )
        self.addons = AddonsStack(
            app,
            config,
            eks=eks,
            cluster=self.eks.kubernetes.cluster,
            file_system=shared.file_system if shared else None,
        )
        self.releases = ReleasesStack(
            app, config, cluster=self.node_pools.kubernetes_api.cluster, network=self.eks.network
        )
        self._order(storage, login)

    def _database(
        self, app: App, config: LabConfig, storage: StorageStack, own_network: Network | None
    ) -> DatabaseStack | None:
        wanted = [name for name in ("jupyterhub", "airflow") if getattr(config, name) is not None]
        if not wanted:
            return None
        return DatabaseStack(
            app, config, own_network=own_network, key=storage.storage.key, releases=wanted
        )

    def _clients(self, shared: SharedFileSystem | None) -> dict[str, list[ec2.ISecurityGroup]]:
        """Return what machines may reach, by pool: no notebook needs the database."""
        clients: dict[str, list[ec2.ISecurityGroup]] = {}
        if shared is not None:
            mounting = ("notebook", "gpu", "general")
            clients |= {pool: [shared.client_security_group] for pool in mounting}
        if self.database is not None:
            clients["system"] = [self.database.server.client_security_group]
        return clients

    def _order(self, storage: StorageStack, login: LoginStack) -> None:
        """Say what CloudFormation cannot see: facts are published before they are read."""
        first = [storage, login, self.eks, *([self.database] if self.database else [])]
        for stack in first:
            self.identities.add_stack_dependency(stack)
        # An add-on without a machine is degraded, and its stack would fail.
        self.addons.add_stack_dependency(self.node_pools)
        self.releases.add_stack_dependency(self.identities)
        self.releases.add_stack_dependency(self.addons)
