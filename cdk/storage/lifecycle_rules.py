"""How long objects stay in a bucket, and where."""

from aws_cdk import Duration, aws_s3 as s3

from cdk.storage.config import BucketConfig, TransitionsConfig

_STORAGE_CLASSES = {
    "standard_ia": s3.StorageClass.INFREQUENT_ACCESS,
    "intelligent_tiering": s3.StorageClass.INTELLIGENT_TIERING,
    "glacier_ir": s3.StorageClass.GLACIER_INSTANT_RETRIEVAL,
    "glacier": s3.StorageClass.GLACIER,
    "deep_archive": s3.StorageClass.DEEP_ARCHIVE,
}


def lifecycle_rules(config: BucketConfig) -> list[s3.LifecycleRule]:
    """Return a bucket's rules: `transitions` and `expiration` where set, `cleanup` always.

    They are separate because S3 applies a rule's size filter to all its actions:
    docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html
    """
    rules = [_cleanup(config)]
    if config.transitions.days():
        rules.append(_transitions(config.transitions, config.object_size_greater_than_kib))
    if config.expiration_days is not None:
        rules.append(
            s3.LifecycleRule(id="expiration", expiration=Duration.days(config.expiration_days))
        )
    return rules


def _transitions(config: TransitionsConfig, object_size_greater_than_kib: int) -> s3.LifecycleRule:
    return s3.LifecycleRule(
        id="transitions",
        object_size_greater_than=object_size_greater_than_kib * 1024,
        transitions=[
            s3.Transition(
                storage_class=_STORAGE_CLASSES[name], transition_after=Duration.days(days)
            )
            for name, days in config.days().items()
        ],
    )


def _cleanup(config: BucketConfig) -> s3.LifecycleRule:
    """Remove what nobody sees but everybody pays: parts of uploads, old versions, bare markers."""
    return s3.LifecycleRule(
        id="cleanup",
        abort_incomplete_multipart_upload_after=Duration.days(
            config.abort_incomplete_multipart_upload_days
        ),
        # Also without versioning: a bucket that had it still holds old versions.
        noncurrent_version_expiration=Duration.days(config.noncurrent_version_expiration_days),
        # An `expiration` rule removes them itself, and S3 refuses to be told twice.
        expired_object_delete_marker=True if config.expiration_days is None else None,
    )
