"""Ask for KMS rights when S3 encrypts or decrypts for somebody; ministack's S3 never does."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

from collections.abc import Mapping
from typing import Any

from ministack.core import iam_actions
from ministack.core.responses import get_region
from ministack.services import kms, s3

ALGORITHM = "x-amz-server-side-encryption"
KEY_ID = f"{ALGORITHM}-aws-kms-key-id"

Checks = list[tuple[str, str]]


def install() -> None:
    """Check these actions on the key, as S3 does on AWS, with `kms:ViaService` set.

    A write needs `kms:GenerateDataKey`, a read `kms:Decrypt`, a part of a larger upload both
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html). Identity
    policies decide; the key's own policy is not asked, and CDK's default one leaves it to them.
    """
    s3_checks = iam_actions.s3_additional_checks
    s3_resources = iam_actions.s3_access_point_resources

    def checks(
        method: str, path: str, headers: Mapping[str, str], body: bytes, query: Mapping[str, Any]
    ) -> Checks:
        found: Checks = s3_checks(method, path, headers, body, query)
        return found + _key_checks(method, path, headers, query)

    def resources(arn: str) -> list[tuple[str, dict[str, str]]]:
        if arn.startswith("arn:aws:kms:"):
            return [(arn, {"kms:ViaService": f"s3.{get_region()}.amazonaws.com"})]
        found: list[tuple[str, dict[str, str]]] = s3_resources(arn)
        return found

    iam_actions.s3_additional_checks = checks
    iam_actions.s3_access_point_resources = resources


def _key_checks(
    method: str, path: str, headers: Mapping[str, str], query: Mapping[str, Any]
) -> Checks:
    """Return what an object request asks of a key, and of which key."""
    bucket, _, key = path.lstrip("/").partition("/")
    action = iam_actions._s3_action(method, path, query) if key else None
    if action == "PutObject":
        encryption = headers if headers.get(ALGORITHM) else s3._bucket_default_sse_headers(bucket)
        needed = ["kms:GenerateDataKey"]
        if "uploads" in query or "uploadId" in query:
            needed.append("kms:Decrypt")
    elif action in ("GetObject", "GetObjectVersion") and method == "GET":
        encryption = _stored(bucket, key)
        needed = ["kms:Decrypt"]
    else:
        return []
    arn = _key_arn(encryption)
    return [(name, arn) for name in needed] if arn else []


def _stored(bucket: str, key: str) -> Mapping[str, str]:
    """Return how the current version of an object is encrypted."""
    record = (s3._buckets.get(bucket) or {"objects": {}})["objects"].get(key) or {}
    headers: Mapping[str, str] = record.get("preserved_headers") or {}
    return headers


def _key_arn(encryption: Mapping[str, str]) -> str | None:
    """Return the customer's key, or None for AWS's own, which everybody may use through S3."""
    if encryption.get(ALGORITHM) != "aws:kms" or not encryption.get(KEY_ID):
        return None
    record = kms._resolve_key(encryption[KEY_ID])
    return str(record["Arn"]) if record else None
