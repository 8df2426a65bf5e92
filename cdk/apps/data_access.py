"""What the pods of a web app may do in AWS: read the app's own data."""

from collections.abc import Iterator
from typing import Any

from cdk.apps.config import AppConfig
from cdk.apps.values import data_key

Statement = dict[str, Any]
"""One statement of an IAM policy, as IAM writes it."""


def statements(
    config: AppConfig, *, bucket_arn: str, data_key_arn: str, region: str
) -> Iterator[Statement]:
    """Yield the policy of an app whose data lies in S3; nothing for any other.

    Args:
        config: the app.
        bucket_arn: the bucket of the app's data class.
        data_key_arn: the KMS key that encrypts it.
        region: such as `us-east-1`.
    """
    if config.data is None or config.data.s3 is None:
        return
    key = data_key(config.data, config.project)
    folder = key.endswith("/")
    yield _allow("ReadData", "s3:GetObject", f"{bucket_arn}/{key}{'*' if folder else ''}")
    if folder:
        below = {"StringLike": {"s3:prefix": [key, f"{key}*"]}}
        yield _allow("ListData", "s3:ListBucket", bucket_arn) | {"Condition": below}
    through = {"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}}
    yield _allow("UseKeyThroughS3", "kms:Decrypt", data_key_arn) | {"Condition": through}


def _allow(sid: str, action: str, resource: str) -> Statement:
    return {"Sid": sid, "Effect": "Allow", "Action": action, "Resource": resource}
