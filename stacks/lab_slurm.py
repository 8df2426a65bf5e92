"""A part of the map: the stacks of the Slurm cluster."""

from collections.abc import Mapping

from aws_cdk import App

from cdk.config.lab import LabConfig
from cdk.network.construct import Network
from cdk.slurm.config import SlurmConfig
from stacks.login import LoginStack
from stacks.slurm import SlurmStack
from stacks.slurm_accounting import SlurmAccountingStack
from stacks.storage import StorageStack


class Slurm:
    """The stacks of the Slurm cluster: what it forgets when it is replaced, and what it does not.

    Attributes:
        accounting: the record of jobs; `None` if none is kept.
        cluster: the cluster.
    """

    def __init__(
        self,
        app: App,
        config: LabConfig,
        *,
        slurm: SlurmConfig,
        storage: StorageStack,
        login: LoginStack,
        own_network: Network | None,
        lock_files: Mapping[str, str],
    ) -> None:
        """Build the stacks.

        Args:
            app: the app.
            config: the lab.
            slurm: the settings of its cluster.
            storage: whose key encrypts, and whose file system nodes mount.
            login: who may log in.
            own_network: the lab's own; `None` if there is one already.
            lock_files: the texts of lock files, by their paths.

        Raises:
            ValueError: there is no file system: LabConfig.problems() refuses this.
        """
        shared = storage.storage.file_system
        if shared is None:
            raise ValueError("a cluster needs the shared file system")
        self.accounting = None
        if slurm.accounting is not None:
            self.accounting = SlurmAccountingStack(
                app,
                config,
                accounting=slurm.accounting,
                own_network=own_network,
                key=storage.storage.key,
            )
        self.cluster = SlurmStack(
            app,
            config,
            slurm=slurm,
            storage=storage.storage,
            shared=shared,
            database=self.accounting.database if self.accounting else None,
            own_network=own_network,
            lock_files=lock_files,
        )
        # CloudFormation sees no reference: the facts must be there before they are read.
        for stack in (storage, login):
            self.cluster.add_stack_dependency(stack)
