"""The file system that every plane of the lab mounts."""

from aws_cdk import (
    RemovalPolicy,
    aws_ec2 as ec2,
    aws_efs as efs,
    aws_iam as iam,
    aws_kms as kms,
)
from constructs import Construct

from cdk.closed_group import closed_group
from cdk.storage.config import EfsConfig

_MOUNT_TARGETS = "Mount targets of the shared file system"


class SharedFileSystem(Construct):
    """An encrypted EFS file system with a mount target in each private subnet.

    It is mounted over TLS, by IAM principals, from members of one security group. Consumers in
    other stacks attach that group, so no security group rule crosses a stack.

    Attributes:
        file_system: the file system.
        client_security_group: its members may reach the mount targets; nobody else may.
    """

    file_system: efs.FileSystem
    client_security_group: ec2.ISecurityGroup

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: EfsConfig,
        name: str,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
        key: kms.IKey,
        removal_policy: RemovalPolicy,
    ) -> None:
        """Build the file system.

        Args:
            scope: where the storage is.
            construct_id: part of every logical id below.
            config: the settings.
            name: what the console shows, such as `demo-dev`.
            vpc: the network.
            subnets: where the mount targets are, at most one per availability zone.
            key: what encrypts it.
            removal_policy: `DESTROY` also deletes every file.
        """
        super().__init__(scope, construct_id)
        targets = closed_group(self, "MountTarget", _MOUNT_TARGETS, vpc=vpc)
        self.client_security_group = self._clients(vpc, targets)
        self.file_system = efs.FileSystem(
            self,
            "FileSystem",
            file_system_name=name,
            vpc=vpc,
            vpc_subnets=subnets,
            security_group=targets,
            encrypted=True,
            kms_key=key,
            file_system_policy=_tls_only(),
            # CDK's `False` would allow ClientWrite to everyone in the VPC. A policy of our own is
            # what ends anonymous access: without an allow in it, IAM alone decides.
            # docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
            allow_anonymous_access=True,
            enable_automatic_backups=False,
            removal_policy=removal_policy,
            throughput_mode=efs.ThroughputMode[config.throughput_mode.upper()],
            lifecycle_policy=_after(config.transition_to_ia_days),
            transition_to_archive_policy=_after(config.transition_to_archive_days),
            out_of_infrequent_access_policy=efs.OutOfInfrequentAccessPolicy.AFTER_1_ACCESS
            if config.transition_to_ia_days or config.transition_to_archive_days
            else None,
        )

    def _clients(self, vpc: ec2.IVpc, mount_targets: ec2.ISecurityGroup) -> ec2.SecurityGroup:
        clients = closed_group(self, "Client", "Members may mount the shared file system", vpc=vpc)
        clients.connections.allow_to(mount_targets, ec2.Port.NFS, "NFS to the mount targets")
        # Answers need no rule, but ParallelCluster refuses a file system whose mount targets have
        # none (EfsIdValidator, 3.16.1).
        mount_targets.add_egress_rule(clients, ec2.Port.NFS, "As ParallelCluster asks for")
        return clients


def _after(days: int | None) -> efs.LifecyclePolicy | None:
    if days is None:
        return None
    return efs.LifecyclePolicy[f"AFTER_{days}_DAY{'' if days == 1 else 'S'}"]


def _tls_only() -> iam.PolicyDocument:
    return iam.PolicyDocument(
        statements=[
            iam.PolicyStatement(
                sid="DenyWithoutTls",
                effect=iam.Effect.DENY,
                principals=[iam.AnyPrincipal()],
                actions=["*"],
                conditions={"Bool": {"aws:SecureTransport": "false"}},
            )
        ]
    )
