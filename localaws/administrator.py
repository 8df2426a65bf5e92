"""The IAM user as whom callers of an emulator act."""

import json
from typing import Any

NAME = "lab-administrator"
_POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}


def ensure_administrator(iam: Any, known: tuple[str, str] | None) -> tuple[str, str]:  # noqa: ANN401
    """Create the user where it is missing, and return an access key that works.

    How callers authenticate, read in ministack 1.5.33 and shown by the tests of this module,
    of `conditions` and of `kms_through_s3`:

    * A key id of twelve digits is the root of that account, whatever its secret, and no policy
      is evaluated for root, not even a bucket policy's Deny. Only the emulator's own handlers
      use one. As on AWS with CDK's administrator role, a template may create anything.
    * Keys of IAM users and of assumed roles belong to the account that issued them. Signatures
      are checked; identity, bucket and key policies are evaluated with their conditions.
    * `AssumeRole` evaluates the trust policy, conditions included. Sessions end with the
      emulator; the user's key stays.
    * Lambda functions run with a session of their execution role.
    * Not evaluated: `s3:TlsVersion`, a key's own policy when S3 uses the key, and whatever
      belongs to a mounted file system, because nothing can be mounted.

    Args:
        iam: Client with the account's root key.
        known: Access key id and secret of the last run, returned when they still exist.
    """
    if not any(user["UserName"] == NAME for user in iam.list_users()["Users"]):
        iam.create_user(UserName=NAME)
        iam.put_user_policy(
            UserName=NAME, PolicyName="administrator", PolicyDocument=json.dumps(_POLICY)
        )
    keys = [key["AccessKeyId"] for key in _keys(iam)]
    if known and known[0] in keys:
        return known
    for stale in keys:
        iam.delete_access_key(UserName=NAME, AccessKeyId=stale)
    key = iam.create_access_key(UserName=NAME)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def _keys(iam: Any) -> list[dict[str, str]]:  # noqa: ANN401
    """Return what is known about the user's access keys; the secrets are not."""
    found: list[dict[str, str]] = iam.list_access_keys(UserName=NAME)["AccessKeyMetadata"]
    return found
