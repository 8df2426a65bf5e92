"""The map: which stacks a lab has, in which order they are deployed, who gets what."""

from aws_cdk import App, aws_ec2 as ec2

from cdk.config.lab import LabConfig
from cdk.eks.config import EksConfig
from cdk.network.construct import Network
from cdk.storage.efs import SharedFileSystem
from stacks.addons import AddonsStack
from stacks.batch import BatchStack
from stacks.database import DatabaseStack
from stacks.eks import EksStack
from stacks.identities import IdentitiesStack
from stacks.login import LoginStack
from stacks.login_clients import login_clients
from stacks.network import NetworkStack
from stacks.node_pools import NodePoolsStack
from stacks.project import ProjectStack
from stacks.releases import ReleasesStack
from stacks.storage import StorageStack


class Lab:
    """All stacks of one lab in one environment, straight below the app.

    No inner Stage: `cdk deploy --all` takes the stacks of the main assembly only.

    Attributes:
        network: made first; `None` in a VPC that exists already.
        storage: built in the network, by references that CloudFormation keeps.
        batch: job queues, in the same network; `None` if the lab has none.
        kubernetes: the cluster and what runs on it; `None` if the lab has none.
        projects: by name; they read published facts, so each comes and goes alone.
    """

    def __init__(self, app: App, config: LabConfig) -> None:
        self.network = NetworkStack(app, config) if config.network.existing_vpc is None else None
        own_network = self.network.network if self.network else None
        self.storage = StorageStack(app, config, own_network=own_network)
        shared = self.storage.storage.file_system
        self.batch = None
        if config.batch is not None:
            self.batch = BatchStack(
                app,
                config,
                batch=config.batch,
                own_network=own_network,
                client_security_groups=[shared.client_security_group] if shared else [],
                key=self.storage.storage.key,
            )
        self.kubernetes = None
        if config.eks is not None:
            self.kubernetes = Kubernetes(
                app, config, eks=config.eks, storage=self.storage, own_network=own_network
            )
        self.projects = {
            name: ProjectStack(app, config, project=name) for name in config.enabled_projects()
        }
        for project in self.projects.values():
            # CloudFormation sees no reference: the facts must be there before they are read.
            project.add_stack_dependency(self.storage)
            if self.batch is not None:
                project.add_stack_dependency(self.batch)
            if self.kubernetes is not None:
                project.add_stack_dependency(self.kubernetes.login)
                project.add_stack_dependency(self.kubernetes.eks)


class Kubernetes:
    """The stacks of the cluster. Those that need its own API come last, one of them twice as far.

    Attributes:
        login: who may log in.
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
        own_network: Network | None,
    ) -> None:
        """Build the stacks.

        Args:
            app: the app.
            config: the lab.
            eks: the settings of its cluster.
            storage: whose key encrypts, and whose file system pods mount.
            own_network: the lab's own; `None` if there is one already.
        """
        key, shared = storage.storage.key, storage.storage.file_system
        self.login = LoginStack(app, config, clients=login_clients(config), key=key)
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
        self._order(storage)

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

    def _order(self, storage: StorageStack) -> None:
        """Say what CloudFormation cannot see: facts are published before they are read."""
        first = [storage, self.login, self.eks, *([self.database] if self.database else [])]
        for stack in first:
            self.identities.add_stack_dependency(stack)
        # An add-on without a machine is degraded, and its stack would fail.
        self.addons.add_stack_dependency(self.node_pools)
        self.releases.add_stack_dependency(self.identities)
        self.releases.add_stack_dependency(self.addons)
