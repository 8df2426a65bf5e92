"""One bucket as the lab wants it: private, encrypted, over TLS, with a record of who reads it."""

from typing import cast

from aws_cdk import (
    Acknowledgment,
    RemovalPolicy,
    Validations,
    aws_iam as iam,
    aws_kms as kms,
    aws_s3 as s3,
)
from constructs import Construct

from cdk.storage.config import BucketConfig
from cdk.storage.lifecycle_rules import lifecycle_rules

TLS_VERSION = 1.2


class DataBucket(s3.Bucket):
    """A bucket encrypted by the lab's key, which refuses objects encrypted in any other way."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: BucketConfig,
        key: kms.IKey,
        access_logs: s3.IBucket,
        removal_policy: RemovalPolicy,
    ) -> None:
        """Build the bucket.

        Args:
            scope: where the buckets are.
            construct_id: the data class; in lower case also the folder of its access logs.
            config: the settings.
            key: what encrypts it.
            access_logs: the bucket that S3 writes access logs to.
            removal_policy: `DESTROY` also deletes every object.
        """
        super().__init__(
            scope,
            construct_id,
            versioned=config.versioned,
            lifecycle_rules=lifecycle_rules(config),
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            blocked_encryption_types=[s3.BlockedEncryptionType.SSE_C],
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=TLS_VERSION,
            server_access_logs_bucket=access_logs,
            server_access_logs_prefix=f"{construct_id.lower()}/",
            removal_policy=removal_policy,
            auto_delete_objects=removal_policy is RemovalPolicy.DESTROY,
        )
        notify_event_bridge(self)
        for statement in _other_encryption(self, key):
            self.add_to_resource_policy(statement)
        keep_policy(self, removal_policy)
        Validations.of(self).acknowledge(
            Acknowledgment(
                id="CloudFormation-Validate::W9003",
                reason="CDK writes ObjectSizeGreaterThan as a number, CloudFormation's schema has "
                "a string and converts it",
            )
        )


def keep_policy(bucket: s3.Bucket, removal_policy: RemovalPolicy) -> None:
    """Let a bucket that outlives its stack stay as closed as it was; CDK keeps the bucket alone.

    https://github.com/aws/aws-cdk/issues/27125
    """
    if bucket.policy is not None:
        bucket.policy.apply_removal_policy(removal_policy)


def notify_event_bridge(bucket: s3.Bucket) -> None:
    """Send a bucket's events to EventBridge.

    Bucket's own `event_bridge_enabled` does it by a Lambda function that may change the
    notifications of every bucket of the account; CloudFormation needs none.
    """
    plain = cast("s3.CfnBucket", bucket.node.default_child)
    plain.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
        event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(
            event_bridge_enabled=True
        )
    )


def _other_encryption(bucket: s3.Bucket, key: kms.IKey) -> list[iam.PolicyStatement]:
    """Refuse writes that ask for another encryption; without a header the bucket's default holds.

    A negated condition is true when its key is absent, hence `Null`:
    docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    """
    header = "s3:x-amz-server-side-encryption"
    named = {"Null": {header: "false"}}
    return [
        iam.PolicyStatement(
            sid=sid,
            effect=iam.Effect.DENY,
            principals=[iam.AnyPrincipal()],
            actions=["s3:PutObject"],
            resources=[bucket.arn_for_objects("*")],
            conditions=named | {"StringNotEquals": not_equals},
        )
        for sid, not_equals in (
            ("DenyOtherEncryption", {header: "aws:kms"}),
            # S3 takes its own key, not the bucket's, when the header comes without the key's ARN.
            ("DenyOtherKeys", {f"{header}-aws-kms-key-id": key.key_arn}),
        )
    ]
