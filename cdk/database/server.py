"""The PostgreSQL server, who may reach it, and its logs."""

from typing import Literal, cast

from aws_cdk import (
    Duration,
    RemovalPolicy,
    aws_ec2 as ec2,
    aws_kms as kms,
    aws_logs as logs,
    aws_rds as rds,
)
from constructs import Construct

from cdk.closed_group import closed_group
from cdk.database.config import DatabaseConfig

PORT = 5432
_LOGS = ("postgresql", "upgrade")
# A server that nobody uses any more would cost on: the snapshot holds what it held.
_REMOVAL_POLICIES = {"retain": RemovalPolicy.SNAPSHOT, "destroy": RemovalPolicy.DESTROY}


class PostgresServer(Construct):
    """An encrypted RDS instance in private subnets, reached over TLS from one security group.

    Consumers in other stacks attach that group, so no security group rule crosses a stack.

    Attributes:
        host: its name.
        port: its port, in digits.
        master_secret_arn: where RDS keeps, and renews every week, the master's password.
        client_security_group: its members may reach the server; nobody else may.
        server_security_group: of the server itself.
    """

    host: str
    port: str
    master_secret_arn: str
    client_security_group: ec2.ISecurityGroup
    server_security_group: ec2.ISecurityGroup

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        config: DatabaseConfig,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
        key: kms.IKey,
        removal_policy: Literal["retain", "destroy"],
    ) -> None:
        """Build the server.

        Args:
            scope: where the database is.
            construct_id: part of every logical id below.
            name: what RDS calls it, such as `demo-dev`.
            config: the settings.
            vpc: the network.
            subnets: two or more, in different zones.
            key: what encrypts disk, backups and the master's password.
            removal_policy: `retain` keeps a last snapshot and the backups, `destroy` nothing.
        """
        super().__init__(scope, construct_id)
        self.client_security_group, self.server_security_group = self._security_groups(vpc)
        instance = self._instance(
            name=name,
            config=config,
            vpc=vpc,
            subnets=subnets,
            key=key,
            removal_policy=removal_policy,
        )
        self.host = instance.db_instance_endpoint_address
        self.port = instance.db_instance_endpoint_port
        plain = cast("rds.CfnDBInstance", instance.node.default_child)
        plain.node.add_dependency(*self._log_groups(name, config))
        self.master_secret_arn = plain.attr_master_user_secret_secret_arn

    def _parameters(self, config: DatabaseConfig) -> rds.ParameterGroup:
        return rds.ParameterGroup(
            self,
            "Parameters",
            engine=_engine(config),
            description="Connections without TLS are refused",
            parameters={"rds.force_ssl": "1"},
        )

    def _instance(
        self,
        *,
        name: str,
        config: DatabaseConfig,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
        key: kms.IKey,
        removal_policy: Literal["retain", "destroy"],
    ) -> rds.DatabaseInstance:
        return rds.DatabaseInstance(
            self,
            "Instance",
            # Named, as the names of its log groups are made of it. So no change can replace it
            # by an empty one either: CloudFormation fails, as the name is taken.
            instance_identifier=name,
            engine=_engine(config),
            parameter_group=self._parameters(config),
            vpc=vpc,
            vpc_subnets=subnets,
            security_groups=[self.server_security_group],
            port=PORT,
            ca_certificate=rds.CaCertificate.RDS_CA_RSA2048_G1,
            storage_encryption_key=key,
            credentials=rds.Credentials.from_username("postgres", encryption_key=key),
            manage_master_user_password=True,
            cloudwatch_logs_exports=list(_LOGS),
            removal_policy=_REMOVAL_POLICIES[removal_policy],
            delete_automated_backups=removal_policy == "destroy",
            apply_immediately=True,
            allow_major_version_upgrade=True,
            auto_minor_version_upgrade=True,
            # Seven days of slow queries cost nothing: aws.amazon.com/cloudwatch/pricing, 2026-11.
            performance_insight_retention=rds.PerformanceInsightRetention.DEFAULT,
            performance_insight_encryption_key=key,
            instance_type=ec2.InstanceType(config.instance_type.removeprefix("db.")),
            storage_type=rds.StorageType.GP3,
            allocated_storage=config.allocated_storage_gib,
            max_allocated_storage=config.max_allocated_storage_gib,
            multi_az=config.multi_az,
            backup_retention=Duration.days(config.backup_retention_days),
            deletion_protection=config.deletion_protection,
        )

    def _security_groups(self, vpc: ec2.IVpc) -> tuple[ec2.SecurityGroup, ec2.SecurityGroup]:
        clients = closed_group(self, "Client", "Members may reach the database server", vpc=vpc)
        server = closed_group(self, "Server", "The database server", vpc=vpc)
        clients.connections.allow_to(server, ec2.Port.tcp(PORT), "PostgreSQL to the server")
        return clients, server

    def _log_groups(self, name: str, config: DatabaseConfig) -> list[logs.LogGroup]:
        """Make them before RDS does, which would keep every line for ever."""
        groups = []
        for each in _LOGS:
            group = logs.LogGroup(
                self,
                f"{each.capitalize()}LogGroup",
                log_group_name=f"/aws/rds/instance/{name}/{each}",
                # A group that stayed would stop the next deployment: its name would be taken.
                removal_policy=RemovalPolicy.DESTROY,
            )
            plain = cast("logs.CfnLogGroup", group.node.default_child)
            plain.retention_in_days = config.log_retention_days
            groups.append(group)
        return groups


def _engine(config: DatabaseConfig) -> rds.IInstanceEngine:
    major = str(config.engine_version)
    # No minor version: RDS renews it by itself, and a template that names one would fall behind.
    return rds.DatabaseInstanceEngine.postgres(version=rds.PostgresEngineVersion.of(major, major))
