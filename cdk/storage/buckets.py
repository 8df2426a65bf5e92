"""The lab's buckets: one per data class, one for scripts, one for everybody's access logs."""

from collections.abc import Mapping

from aws_cdk import Duration, RemovalPolicy, aws_kms as kms, aws_s3 as s3
from constructs import Construct

from cdk.storage.bucket import TLS_VERSION, DataBucket, keep_policy
from cdk.storage.config import BucketConfig, BucketsConfig, DataClass

ACCESS_LOGS_DAYS = 365
"""Who read what is asked about months later; NIST SP 800-171 and most funders want a year."""


class DataBuckets(Construct):
    """All buckets of the lab.

    Attributes:
        by_class: the buckets for data, by data class; only those that the lab has.
        scripts: what nodes and jobs run when they start, with its old versions.
        access_logs: who read and wrote what in all other buckets.
    """

    by_class: Mapping[DataClass, s3.IBucket]
    scripts: s3.IBucket
    access_logs: s3.Bucket

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: BucketsConfig,
        key: kms.IKey,
        removal_policy: RemovalPolicy,
    ) -> None:
        super().__init__(scope, construct_id)
        self.access_logs = self._access_logs(removal_policy)

        def bucket(name: str, config: BucketConfig) -> s3.IBucket:
            return DataBucket(
                self,
                name.capitalize(),
                config=config,
                key=key,
                access_logs=self.access_logs,
                removal_policy=removal_policy,
            )

        self.scripts = bucket("scripts", BucketConfig())
        self.by_class = {name: bucket(name, own) for name, own in config.enabled().items()}
        keep_policy(self.access_logs, removal_policy)

    def _access_logs(self, removal_policy: RemovalPolicy) -> s3.Bucket:
        return s3.Bucket(
            self,
            "Logs",
            # S3 cannot deliver access logs to a bucket that a KMS key of ours encrypts:
            # docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=TLS_VERSION,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="expiration",
                    expiration=Duration.days(ACCESS_LOGS_DAYS),
                    abort_incomplete_multipart_upload_after=Duration.days(7),
                )
            ],
            removal_policy=removal_policy,
            auto_delete_objects=removal_policy is RemovalPolicy.DESTROY,
        )
