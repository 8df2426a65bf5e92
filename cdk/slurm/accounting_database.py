"""The database of Slurm's accounting: a MySQL server for slurmdbd on the head node alone."""

from typing import Literal

from aws_cdk import (
    Duration,
    RemovalPolicy,
    SecretValue,
    aws_ec2 as ec2,
    aws_kms as kms,
    aws_rds as rds,
    aws_secretsmanager as secretsmanager,
)
from constructs import Construct

from cdk.closed_group import closed_group
from cdk.slurm.config import AccountingConfig

PORT = 3306

USER_NAME = "slurm"

_PARAMETERS = {
    # slurm.schedmd.com/accounting.html#slurm-accounting-configuration-before-build
    "innodb_buffer_pool_size": "{DBInstanceClassMemory*1/2}",
    "innodb_lock_wait_timeout": "900",
    # docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html
    "require_secure_transport": "1",
}

_REMOVAL_POLICIES = {"retain": RemovalPolicy.SNAPSHOT, "destroy": RemovalPolicy.DESTROY}


class AccountingDatabase(Construct):
    """An encrypted MySQL server in private subnets, reached over TLS from one security group.

    ParallelCluster has no setting by which slurmdbd would compare the server's certificate.

    slurmdbd makes its own database on it, so its user is the server's first. The removal policy
    `retain` keeps a last snapshot and the backups when the stack goes, `destroy` nothing.
    docs.aws.amazon.com/parallelcluster/latest/ug/slurm-accounting-v3.html

    Attributes:
        uri: host and port, as `SlurmSettings.Database.Uri` wants them.
        user_name: as `UserName` wants it.
        password_secret_arn: as `PasswordSecretArn` wants it: a secret that is the bare password.
        client_security_group: its members may reach the server; nobody else may.
    """

    uri: str
    user_name: str
    password_secret_arn: str
    client_security_group: ec2.ISecurityGroup

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: AccountingConfig,
        deletion_protection: bool,
        removal_policy: Literal["retain", "destroy"],
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
        key: kms.IKey,
    ) -> None:
        super().__init__(scope, construct_id)
        password = self._password(key)
        self.client_security_group, server = self._security_groups(vpc)
        instance = rds.DatabaseInstance(
            self,
            "Instance",
            engine=_engine(),
            parameter_group=self._parameters(),
            vpc=vpc,
            vpc_subnets=subnets,
            security_groups=[server],
            ca_certificate=rds.CaCertificate.RDS_CA_RSA2048_G1,
            storage_encryption_key=key,
            credentials=_credentials(password),
            instance_type=ec2.InstanceType(config.instance_type.removeprefix("db.")),
            storage_type=rds.StorageType.GP3,
            allocated_storage=config.storage_gib,
            backup_retention=Duration.days(config.backup_days),
            auto_minor_version_upgrade=True,
            apply_immediately=True,
            deletion_protection=deletion_protection,
            removal_policy=_REMOVAL_POLICIES[removal_policy],
            delete_automated_backups=removal_policy == "destroy",
        )
        self.uri = f"{instance.db_instance_endpoint_address}:{PORT}"
        self.user_name, self.password_secret_arn = USER_NAME, password.ref

    def _parameters(self) -> rds.ParameterGroup:
        return rds.ParameterGroup(
            self,
            "Parameters",
            engine=_engine(),
            description="As Slurm recommends; connections without TLS are refused",
            parameters=_PARAMETERS,
        )

    def _password(self, key: kms.IKey) -> secretsmanager.CfnSecret:
        # Not CDK's own Secret: it would write itself into the policy of the key's stack.
        return secretsmanager.CfnSecret(
            self,
            "Password",
            description="Password of Slurm's accounting database, bare",
            kms_key_id=key.key_arn,
            # Without a template it is text and no JSON, as ParallelCluster reads it.
            generate_secret_string=secretsmanager.CfnSecret.GenerateSecretStringProperty(
                exclude_punctuation=True, password_length=32
            ),
        )

    def _security_groups(self, vpc: ec2.IVpc) -> tuple[ec2.SecurityGroup, ec2.SecurityGroup]:
        clients = closed_group(self, "Client", "Members may reach the accounting database", vpc=vpc)
        server = closed_group(self, "Server", "The accounting database", vpc=vpc)
        clients.connections.allow_to(server, ec2.Port.tcp(PORT), "MySQL to the server")
        return clients, server


def _engine() -> rds.IInstanceEngine:
    # The release with long support: RDS ended that of 8.0 in July 2026. RDS renews the minor
    # version by itself, and CloudFormation's checks know whole versions only.
    # docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html
    return rds.DatabaseInstanceEngine.mysql(version=rds.MysqlEngineVersion.of("8.4.11", "8.4"))


def _credentials(password: secretsmanager.CfnSecret) -> rds.Credentials:
    # A reference that CloudFormation resolves: the template never holds the password.
    return rds.Credentials.from_password(USER_NAME, SecretValue.secrets_manager(password.ref))
