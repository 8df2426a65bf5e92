"""Where the lab's data lives: buckets, the shared file system, its backups, and their key."""

from aws_cdk import RemovalPolicy, aws_ec2 as ec2, aws_kms as kms
from constructs import Construct

from cdk.storage.backup import FileSystemBackup
from cdk.storage.buckets import DataBuckets
from cdk.storage.config import StorageConfig
from cdk.storage.efs import SharedFileSystem
from cdk.storage.key import DataKey

_REMOVAL_POLICIES = {
    # Nothing is kept of a stack whose very first deployment fails: it would be empty, but billed.
    "retain": RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    "destroy": RemovalPolicy.DESTROY,
}


class Storage(Construct):
    """Everything stateful. Construct ids below this one are a contract: a new id is a new resource.

    Attributes:
        key: encrypts the data.
        buckets: one per data class, scripts, access logs.
        file_system: the shared file system; `None` if the lab has none.
    """

    key: kms.IKey
    buckets: DataBuckets
    file_system: SharedFileSystem | None

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        config: StorageConfig,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
    ) -> None:
        """Build the storage.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            name: what the file system and its backup plan are called, such as `demo-dev`.
            config: the settings.
            vpc: the network of the file system.
            subnets: where its mount targets are.
        """
        super().__init__(scope, construct_id)
        removal_policy = _REMOVAL_POLICIES[config.removal_policy]
        self.key = DataKey(self, "DataKey", removal_policy=removal_policy).key
        self.buckets = DataBuckets(
            self, "Buckets", config=config.buckets, key=self.key, removal_policy=removal_policy
        )
        self.file_system = None
        if config.efs is None:
            return
        self.file_system = SharedFileSystem(
            self,
            "SharedFileSystem",
            config=config.efs,
            name=name,
            vpc=vpc,
            subnets=subnets,
            key=self.key,
            removal_policy=removal_policy,
        )
        FileSystemBackup(
            self,
            "Backup",
            config=config.backup,
            name=name,
            file_system=self.file_system.file_system,
            key=self.key,
            removal_policy=removal_policy,
        )
