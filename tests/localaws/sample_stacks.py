"""CDK stacks that use everything a lab's network, storage and project stacks use."""

from pathlib import Path
from typing import cast

from aws_cdk import (
    App,
    CfnOutput,
    CfnParameter,
    Duration,
    Environment,
    RemovalPolicy,
    Stack,
    Stage,
    aws_backup as backup,
    aws_ec2 as ec2,
    aws_efs as efs,
    aws_iam as iam,
    aws_kms as kms,
    aws_logs as logs,
    aws_s3 as s3,
    aws_ssm as ssm,
)
from constructs import Construct

FACT = "/lab/sample/file_system_id"
SSE_HEADER = "s3:x-amz-server-side-encryption"


class Network(Stack):
    """A VPC with every kind of resource that a lab's network has."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id, termination_protection=True)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            max_azs=2,
            nat_gateways=1,
            ip_addresses=ec2.IpAddresses.cidr("10.20.0.0/16"),
            restrict_default_security_group=True,
        )
        self.vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
        self.vpc.add_interface_endpoint("Ssm", service=ec2.InterfaceVpcEndpointAwsService.SSM)
        group = logs.LogGroup(self, "LogGroup", retention=logs.RetentionDays.ONE_MONTH)
        ec2.FlowLog(
            self,
            "FlowLog",
            resource_type=ec2.FlowLogResourceType.from_vpc(self.vpc),
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(group),
        )


class Storage(Stack):
    """Two buckets, a file system and its backups."""

    def __init__(
        self, scope: Construct, construct_id: str, *, vpc: ec2.IVpc, expire_days: int
    ) -> None:
        super().__init__(scope, construct_id)
        key = kms.Key(self, "Key", enable_key_rotation=True, alias="alias/sample")
        access_logs = s3.Bucket(
            self,
            "AccessLogs",
            enforce_ssl=True,
            removal_policy=RemovalPolicy.DESTROY,
            auto_delete_objects=True,
        )
        self.data = self._data(key, access_logs, expire_days)
        self.file_system = self._file_system(vpc, key)
        self._backups(key)
        ssm.StringParameter(
            self, "Fact", parameter_name=FACT, string_value=self.file_system.file_system_id
        )
        CfnOutput(self, "DataBucket", value=self.data.bucket_name)
        CfnOutput(self, "KeyArn", value=key.key_arn)

    def _data(self, key: kms.IKey, access_logs: s3.IBucket, expire_days: int) -> s3.Bucket:
        """Add a bucket with every setting that a data class has."""
        bucket = s3.Bucket(
            self,
            "Data",
            versioned=True,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            blocked_encryption_types=[s3.BlockedEncryptionType.SSE_C],
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            server_access_logs_bucket=access_logs,
            server_access_logs_prefix="data/",
            removal_policy=RemovalPolicy.RETAIN,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="tiers",
                    object_size_greater_than=131072,
                    transitions=[
                        s3.Transition(
                            storage_class=s3.StorageClass.GLACIER,
                            transition_after=Duration.days(30),
                        )
                    ],
                ),
                s3.LifecycleRule(
                    id="cleaning",
                    expiration=Duration.days(expire_days),
                    noncurrent_version_expiration=Duration.days(7),
                    noncurrent_versions_to_retain=2,
                    abort_incomplete_multipart_upload_after=Duration.days(3),
                ),
            ],
        )
        low_level = cast("s3.CfnBucket", bucket.node.default_child)
        low_level.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(
                event_bridge_enabled=True
            )
        )
        bucket.add_to_resource_policy(_deny_other_encryption(bucket, SSE_HEADER, "aws:kms"))
        bucket.add_to_resource_policy(
            _deny_other_encryption(bucket, f"{SSE_HEADER}-aws-kms-key-id", key.key_arn)
        )
        return bucket

    def _file_system(self, vpc: ec2.IVpc, key: kms.IKey) -> efs.FileSystem:
        """Add a file system with a client group whose rule is a resource of its own."""
        clients = ec2.SecurityGroup(self, "Clients", vpc=vpc, allow_all_outbound=False)
        targets = ec2.SecurityGroup(self, "Targets", vpc=vpc, allow_all_outbound=False)
        clients.connections.allow_to(targets, ec2.Port.tcp(2049), "NFS")
        file_system = efs.FileSystem(
            self,
            "FileSystem",
            vpc=vpc,
            security_group=targets,
            encrypted=True,
            kms_key=key,
            throughput_mode=efs.ThroughputMode.ELASTIC,
            lifecycle_policy=efs.LifecyclePolicy.AFTER_30_DAYS,
            transition_to_archive_policy=efs.LifecyclePolicy.AFTER_90_DAYS,
            out_of_infrequent_access_policy=efs.OutOfInfrequentAccessPolicy.AFTER_1_ACCESS,
            allow_anonymous_access=False,
        )
        file_system.add_access_point(
            "Project",
            path="/projects/one",
            create_acl=efs.Acl(owner_uid="2001", owner_gid="2001", permissions="2770"),
            posix_user=efs.PosixUser(uid="2001", gid="2001"),
        )
        return file_system

    def _backups(self, key: kms.IKey) -> None:
        """Add a vault that nobody empties by mistake, and a plan for the file system."""
        vault = backup.BackupVault(
            self,
            "Vault",
            encryption_key=key,
            block_recovery_point_deletion=True,
            removal_policy=RemovalPolicy.DESTROY,
        )
        plan = backup.BackupPlan.daily35_day_retention(self, "Plan", vault)
        plan.add_selection(
            "FileSystem", resources=[backup.BackupResource.from_efs_file_system(self.file_system)]
        )


class Project(Stack):
    """A role that reaches its own folder, and a fact read through SSM."""

    def __init__(self, scope: Construct, construct_id: str, *, data: s3.IBucket) -> None:
        super().__init__(scope, construct_id)
        members = [
            f"arn:aws:iam::{self.account}:role/{name}" for name in ("member-*", "people/member-*")
        ]
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.AccountRootPrincipal().with_conditions(
                {"ArnLike": {"aws:PrincipalArn": members}}
            ),
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:ListBucket"],
                resources=[data.bucket_arn],
                conditions={"StringLike": {"s3:prefix": "projects/one/*"}},
            )
        )
        data.grant_read_write(role, "projects/one/*")
        fact = CfnParameter(self, "Fact", type="AWS::SSM::Parameter::Value<String>", default=FACT)
        CfnOutput(self, "FileSystemId", value=fact.value_as_string)
        CfnOutput(self, "RoleArn", value=role.role_arn)


def synthesise(folder: Path, *, account: str, region: str, expire_days: int = 365) -> Path:
    """Write the cloud assembly of the sample stacks into a folder and return it."""
    app = App(outdir=str(folder), context={"@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": True})
    stage = Stage(app, "Sample", env=Environment(account=account, region=region))
    network = Network(stage, "Network")
    storage = Storage(stage, "Storage", vpc=network.vpc, expire_days=expire_days)
    project = Project(stage, "Project", data=storage.data)
    project.add_stack_dependency(storage)
    app.synth()
    return folder


def _deny_other_encryption(bucket: s3.IBucket, key: str, allowed: str) -> iam.PolicyStatement:
    """Return a statement that refuses uploads which ask for another encryption."""
    return iam.PolicyStatement(
        effect=iam.Effect.DENY,
        principals=[iam.AnyPrincipal()],
        actions=["s3:PutObject"],
        resources=[bucket.arn_for_objects("*")],
        conditions={"Null": {SSE_HEADER: "false"}, "StringNotEquals": {key: allowed}},
    )
