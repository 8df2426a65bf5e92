"""The stack of everything stateful, and what others may know about it."""

from aws_cdk import CfnOutput
from constructs import Construct

from cdk.config.lab import LabConfig
from cdk.facts import Facts
from cdk.naming import stack_name
from cdk.network.construct import Network
from cdk.published_facts import PublishedFacts
from cdk.storage.construct import Storage
from stacks.lab_stack import LabStack


class StorageStack(LabStack):
    """Buckets, file system, backups and their key.

    Attributes:
        storage: what other stacks encrypt with, mount and read.
    """

    storage: Storage

    def __init__(self, scope: Construct, config: LabConfig, *, own_network: Network | None) -> None:
        """Build the stack.

        Args:
            scope: the app.
            config: the lab.
            own_network: the lab's own; `None` if there is one already, which is found here.
        """
        super().__init__(
            scope,
            config,
            stack_name=stack_name(config.name, config.env, "storage"),
            description="Data",
            termination_protection=config.termination_protection,
        )
        self.record((("network",), config.network), (("storage",), config.storage))
        name = f"{config.name}-{config.env}"
        network = own_network or Network(self, "Network", name=name, config=config.network)
        self.storage = Storage(
            self,
            "Storage",
            name=name,
            config=config.storage,
            vpc=network.vpc,
            subnets=network.private_subnets,
        )
        if self.storage.file_system is not None:
            CfnOutput(
                self,
                "FileSystemClientSecurityGroup",
                value=self.storage.file_system.client_security_group.security_group_id,
                description="Members of this security group may mount the file system",
            )
        PublishedFacts(self, "Facts", lab=config.name, env=config.env, facts=_facts(self.storage))


def _facts(storage: Storage) -> Facts:
    buckets = {
        f"{name}_bucket_name": bucket.bucket_name
        for name, bucket in storage.buckets.by_class.items()
    }
    shared = storage.file_system
    return Facts(
        data_key_arn=storage.key.key_arn,
        file_system_id=shared.file_system.file_system_id if shared else None,
        **buckets,
    )
