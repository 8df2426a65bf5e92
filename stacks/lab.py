"""The map: which stacks a lab has, in which order they are deployed, who gets what."""

from collections.abc import Mapping

from aws_cdk import App

from cdk.config.lab import LabConfig
from stacks.batch import BatchStack
from stacks.lab_kubernetes import Kubernetes
from stacks.lab_slurm import Slurm
from stacks.login import LoginStack
from stacks.login_clients import login_clients
from stacks.network import NetworkStack
from stacks.project import ProjectStack
from stacks.storage import StorageStack


class Lab:
    """All stacks of one lab in one environment, straight below the app.

    No inner Stage: `cdk deploy --all` takes the stacks of the main assembly only.

    Attributes:
        network: made first; `None` in a VPC that exists already.
        storage: built in the network, by references that CloudFormation keeps.
        batch: job queues, in the same network; `None` if the lab has none.
        login: who may log in; `None` if there is nothing to log in to.
        kubernetes: the cluster and what runs on it; `None` if the lab has none.
        slurm: the Slurm cluster; `None` if the lab has none.
        projects: by name; they read published facts, so each comes and goes alone.
    """

    def __init__(
        self, app: App, config: LabConfig, *, lock_files: Mapping[str, str] | None = None
    ) -> None:
        """Build all stacks.

        Args:
            app: the app.
            config: the lab.
            lock_files: the texts of its projects' lock files, by their paths.
        """
        self._app, self._config = app, config
        self.network = NetworkStack(app, config) if config.network.existing_vpc is None else None
        self._own_network = self.network.network if self.network else None
        self.storage = StorageStack(app, config, own_network=self._own_network)
        self.batch = self._batch()
        self.login = self._login()
        self.kubernetes = self._kubernetes()
        self.slurm = self._slurm(lock_files or {})
        self.projects = {
            name: ProjectStack(app, config, project=name) for name in config.enabled_projects()
        }
        # CloudFormation sees no reference: the facts must be there before they are read.
        eks = self.kubernetes.eks if self.kubernetes else None
        for project in self.projects.values():
            for stack in (self.storage, self.batch, self.login, eks):
                if stack is not None:
                    project.add_stack_dependency(stack)

    def _batch(self) -> BatchStack | None:
        batch, shared = self._config.batch, self.storage.storage.file_system
        if batch is None:
            return None
        return BatchStack(
            self._app,
            self._config,
            batch=batch,
            own_network=self._own_network,
            client_security_groups=[shared.client_security_group] if shared else [],
            key=self.storage.storage.key,
        )

    def _login(self) -> LoginStack | None:
        clients = login_clients(self._config)
        if self._config.eks is None and self._config.slurm is None:
            return None
        return LoginStack(self._app, self._config, clients=clients, key=self.storage.storage.key)

    def _kubernetes(self) -> Kubernetes | None:
        if self._config.eks is None or self.login is None:
            return None
        return Kubernetes(
            self._app,
            self._config,
            eks=self._config.eks,
            storage=self.storage,
            login=self.login,
            own_network=self._own_network,
        )

    def _slurm(self, lock_files: Mapping[str, str]) -> Slurm | None:
        if self._config.slurm is None or self.login is None:
            return None
        return Slurm(
            self._app,
            self._config,
            slurm=self._config.slurm,
            storage=self.storage,
            login=self.login,
            own_network=self._own_network,
            lock_files=lock_files,
        )
