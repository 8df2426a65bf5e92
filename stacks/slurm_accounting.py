"""The stack of what Slurm remembers of jobs. It outlives a cluster that is replaced."""

from aws_cdk import aws_kms as kms
from constructs import Construct

from cdk.config.lab import LabConfig
from cdk.naming import stack_name
from cdk.network.construct import Network
from cdk.slurm.accounting_database import AccountingDatabase
from cdk.slurm.config import AccountingConfig
from stacks.lab_stack import LabStack


class SlurmAccountingStack(LabStack):
    """A MySQL server.

    Attributes:
        database: what slurmdbd on the head node writes to.
    """

    database: AccountingDatabase

    def __init__(
        self,
        scope: Construct,
        config: LabConfig,
        *,
        accounting: AccountingConfig,
        own_network: Network | None,
        key: kms.IKey,
    ) -> None:
        """Build the stack.

        Args:
            scope: the app.
            config: the lab.
            accounting: the settings of the server.
            own_network: the lab's own; `None` if there is one already, which is found here.
            key: what encrypts the lab's data.
        """
        super().__init__(
            scope,
            config,
            stack_name=stack_name(config.name, config.env, "slurm-accounting"),
            description="Accounting of Slurm jobs",
            termination_protection=config.termination_protection,
            not_emulated="MySQL",
        )
        name = f"{config.name}-{config.env}"
        network = own_network or Network(self, "Network", name=name, config=config.network)
        self.database = AccountingDatabase(
            self,
            "Accounting",
            deletion_protection=config.termination_protection,
            vpc=network.vpc,
            subnets=network.private_subnets,
            key=key,
            config=accounting,
            removal_policy=config.storage.removal_policy,
        )
