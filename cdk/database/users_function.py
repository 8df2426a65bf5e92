"""The Lambda function that makes databases and users, and renews their passwords."""

from collections.abc import Sequence

from aws_cdk import (
    Duration,
    RemovalPolicy,
    Stack,
    aws_ec2 as ec2,
    aws_iam as iam,
    aws_kms as kms,
    aws_lambda as lambda_,
    aws_logs as logs,
)
from constructs import Construct

from cdk.database.function_code import HANDLER, function_code
from cdk.database.server import PostgresServer


class UsersFunction(Construct):
    """A function beside the server, as nothing outside the network reaches it.

    It needs a way to Secrets Manager: a NAT gateway, or the interface endpoint `secretsmanager`.
    CloudFormation hears its answers through the gateway endpoint of S3.

    Attributes:
        function: serves custom resources and rotations.
        rotation_permission: lets Secrets Manager call it; a rotation needs it first.
    """

    function: lambda_.Function
    rotation_permission: lambda_.CfnPermission

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        server: PostgresServer,
        secret_arns: Sequence[str],
        key: kms.IKey,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
    ) -> None:
        """Build the function.

        Args:
            scope: where the database is.
            construct_id: part of every logical id below.
            server: where it works.
            secret_arns: what it reads and renews.
            key: what encrypts these secrets and the master's.
            vpc: the network.
            subnets: where it runs.
        """
        super().__init__(scope, construct_id)
        log_group = self._log_group()
        self.function = lambda_.Function(
            self,
            "Function",
            description="Makes users on the database server and renews their passwords",
            code=function_code(),
            handler=HANDLER,
            runtime=lambda_.Runtime.PYTHON_3_14,
            architecture=lambda_.Architecture.ARM_64,
            memory_size=256,
            timeout=Duration.minutes(2),
            log_group=log_group,
            role=self._role(
                self._statements(log_group, server.master_secret_arn, secret_arns, key)
            ),
            vpc=vpc,
            vpc_subnets=subnets,
            security_groups=[self._https(vpc), server.client_security_group],
            environment={
                "DATABASE_HOST": server.host,
                "DATABASE_PORT": server.port,
                "MASTER_SECRET_ARN": server.master_secret_arn,
            },
        )
        self.rotation_permission = self._permission()

    def _permission(self) -> lambda_.CfnPermission:
        return lambda_.CfnPermission(
            self,
            "Rotation",
            action="lambda:InvokeFunction",
            function_name=self.function.function_arn,
            principal="secretsmanager.amazonaws.com",
            source_account=Stack.of(self).account,
        )

    def _log_group(self) -> logs.LogGroup:
        return logs.LogGroup(
            self,
            "LogGroup",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )

    def _https(self, vpc: ec2.IVpc) -> ec2.SecurityGroup:
        group = ec2.SecurityGroup(
            self,
            "SecurityGroup",
            vpc=vpc,
            description="The function that makes users on the database server",
            allow_all_outbound=False,
        )
        group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "HTTPS to Secrets Manager")
        return group

    def _role(self, statements: list[iam.PolicyStatement]) -> iam.Role:
        return iam.Role(
            self,
            "Role",
            description="Makes users on the database server",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={"Users": iam.PolicyDocument(statements=statements)},
        )

    def _statements(
        self,
        log_group: logs.ILogGroup,
        master_secret_arn: str,
        secret_arns: Sequence[str],
        key: kms.IKey,
    ) -> list[iam.PolicyStatement]:
        secretsmanager = f"secretsmanager.{Stack.of(self).region}.amazonaws.com"
        return [
            iam.PolicyStatement(
                actions=["logs:CreateLogStream", "logs:PutLogEvents"],
                resources=[log_group.log_group_arn],
            ),
            # Lambda places a function in a network in the name of its role, and IAM knows no
            # narrower resource: docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
            iam.PolicyStatement(
                actions=[
                    "ec2:AssignPrivateIpAddresses",
                    "ec2:CreateNetworkInterface",
                    "ec2:DeleteNetworkInterface",
                    "ec2:DescribeNetworkInterfaces",
                    "ec2:DescribeSubnets",
                    "ec2:UnassignPrivateIpAddresses",
                ],
                resources=["*"],
            ),
            iam.PolicyStatement(
                actions=["secretsmanager:GetSecretValue"],
                resources=[master_secret_arn, *secret_arns],
            ),
            iam.PolicyStatement(
                actions=[
                    "secretsmanager:DescribeSecret",
                    "secretsmanager:PutSecretValue",
                    "secretsmanager:UpdateSecretVersionStage",
                ],
                resources=list(secret_arns),
            ),
            iam.PolicyStatement(
                actions=["kms:Decrypt", "kms:GenerateDataKey"],
                resources=[key.key_arn],
                conditions={"StringEquals": {"kms:ViaService": secretsmanager}},
            ),
        ]
