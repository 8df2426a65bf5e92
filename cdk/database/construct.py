"""A database and two users for each release, on the server that they share."""

from collections.abc import Sequence

from aws_cdk import (
    CustomResource,
    Duration,
    Stack,
    aws_ec2 as ec2,
    aws_kms as kms,
    aws_secretsmanager as secretsmanager,
)
from constructs import Construct

from cdk.database.server import PostgresServer
from cdk.database.users_function import UsersFunction


class ReleaseDatabases(Construct):
    """For each release a secret, the database and users it tells of, and their rotation.

    A release that goes leaves its database behind, and finds it when it comes back.

    Attributes:
        secret_arns: by release, the secret with username, password, host, port and dbname. The
            username changes at each rotation too, so consumers read it there.
    """

    secret_arns: dict[str, str]

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        releases: Sequence[str],
        rotation_days: int,
        server: PostgresServer,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
        key: kms.IKey,
    ) -> None:
        """Build the databases.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            releases: who gets one, such as `jupyterhub`: lower-case letters and digits.
            rotation_days: after how many days the users change.
            server: where the databases are.
            vpc: the network.
            subnets: where the function runs that makes them.
            key: what encrypts the secrets, the master's among them.
        """
        super().__init__(scope, construct_id)
        self._server, self._rotation_days = server, rotation_days
        secrets = {release: self._secret(release, key) for release in releases}
        self.secret_arns = {release: secret.ref for release, secret in secrets.items()}
        users = UsersFunction(
            self,
            "Users",
            server=server,
            secret_arns=list(self.secret_arns.values()),
            key=key,
            vpc=vpc,
            subnets=subnets,
        )
        for release, secret in secrets.items():
            self._users(release, secret, users)

    def _secret(self, release: str, key: kms.IKey) -> secretsmanager.CfnSecret:
        known = {
            "username": f"{release}_a",
            "host": self._server.host,
            "port": self._server.port,
            "dbname": release,
        }
        # Not CDK's own Secret: it would write itself into the policy of the key's stack.
        return secretsmanager.CfnSecret(
            self,
            f"{release.capitalize()}Secret",
            description=f"User and password of {release} on the database server",
            kms_key_id=key.key_arn,
            generate_secret_string=secretsmanager.CfnSecret.GenerateSecretStringProperty(
                secret_string_template=Stack.of(self).to_json_string(known),
                generate_string_key="password",
                exclude_punctuation=True,
                password_length=43,
            ),
        )

    def _users(self, release: str, secret: secretsmanager.CfnSecret, users: UsersFunction) -> None:
        made = CustomResource(
            self,
            f"{release.capitalize()}Users",
            resource_type="Custom::DatabaseUsers",
            service_token=users.function.function_arn,
            service_timeout=Duration.minutes(5),
            # With another host CloudFormation also writes another password into the secret.
            properties={"SecretArn": secret.ref, "Host": self._server.host},
        )
        # The groups' rules are resources that nothing names: they must be there before.
        made.node.add_dependency(
            self._server.client_security_group, self._server.server_security_group
        )
        rotation = secretsmanager.CfnRotationSchedule(
            self,
            f"{release.capitalize()}Rotation",
            secret_id=secret.ref,
            rotation_lambda_arn=users.function.function_arn,
            rotation_rules=secretsmanager.CfnRotationSchedule.RotationRulesProperty(
                automatically_after_days=self._rotation_days
            ),
            rotate_immediately_on_update=False,
        )
        rotation.node.add_dependency(made, users.rotation_permission)
