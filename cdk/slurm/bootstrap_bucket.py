"""The bucket that nodes set themselves up from: scripts of this repository, files of the lab."""

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import (
    Duration,
    RemovalPolicy,
    aws_kms as kms,
    aws_logs as logs,
    aws_s3 as s3,
    aws_s3_deployment as s3_deployment,
)
from constructs import Construct

from cdk.slurm.bootstrap_files import NOT_SHIPPED, lab_sources

NODES = "nodes"
"""The folder of `bootstrap/nodes/`, byte for byte."""

LAB = "lab"
"""The folder of what the lab's YAML says."""

_TLS_VERSION = 1.2


class BootstrapBucket(Construct):
    """A private, versioned bucket, filled before anything that depends on this construct.

    Everything in it is made of the repository and of the lab's YAML, so it goes with the stack,
    whatever the lab says about its data. What is gone from the YAML is gone from the bucket: a
    login key that stayed would still let somebody in. Old versions stay for 30 days.

    Attributes:
        bucket: the bucket. Keys in it are stable for ever, as the configuration of head and login
            nodes names them and cannot be changed.
    """

    bucket: s3.IBucket

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        key: kms.IKey,
        scripts: Path,
        files: Mapping[str, str],
        log_retention: logs.RetentionDays = logs.RetentionDays.ONE_MONTH,
    ) -> None:
        """Build the bucket.

        Args:
            scope: in the stack of the cluster.
            construct_id: part of every logical id below.
            key: what encrypts it.
            scripts: the folder that becomes `nodes/`.
            files: what becomes `lab/<name>`, by name; texts may hold tokens.
            log_retention: how long the log of the copying is kept.
        """
        super().__init__(scope, construct_id)
        self.bucket = self._bucket(key)
        log_group = logs.LogGroup(
            self, "Log", retention=log_retention, removal_policy=RemovalPolicy.DESTROY
        )
        nodes = s3_deployment.Source.asset(str(scripts), exclude=list(NOT_SHIPPED))
        for folder, sources in ((NODES, [nodes]), (LAB, lab_sources(scripts, files))):
            s3_deployment.BucketDeployment(
                self,
                folder.capitalize(),
                destination_bucket=self.bucket,
                destination_key_prefix=folder,
                sources=sources,
                prune=True,
                # Nodes that still run may look: only the bucket's own end empties it.
                retain_on_delete=True,
                memory_limit=256,
                log_group=log_group,
            )

    def _bucket(self, key: kms.IKey) -> s3.Bucket:
        return s3.Bucket(
            self,
            "Bucket",
            versioned=True,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="cleanup",
                    noncurrent_version_expiration=Duration.days(30),
                    abort_incomplete_multipart_upload_after=Duration.days(7),
                    expired_object_delete_marker=True,
                )
            ],
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            blocked_encryption_types=[s3.BlockedEncryptionType.SSE_C],
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=_TLS_VERSION,
            removal_policy=RemovalPolicy.DESTROY,
            auto_delete_objects=True,
        )
