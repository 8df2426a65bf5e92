"""IAM condition keys that ministack leaves out or fills differently from AWS."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

from typing import Any

from ministack.core import iam_actions, iam_evaluator
from ministack.services import iam

KMS_KEY_ID = "x-amz-server-side-encryption-aws-kms-key-id"


def install() -> None:
    """Complete two keys in ministack's policy evaluation.

    * `s3:x-amz-server-side-encryption-aws-kms-key-id` of a PutObject, which ministack never
      fills, so that a bucket policy naming one key would deny every key
      (https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html).
    * `aws:PrincipalArn` of an assumed role is the role's ARN, not the session's
      (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
    """
    object_context = iam_actions._s3_object_context
    resolve = iam_evaluator._resolve_condition_key

    def with_kms_key(
        action: str, query: dict[str, Any], path: str, headers: dict[str, str]
    ) -> dict[str, Any]:
        context: dict[str, Any] = object_context(action, query, path, headers)
        if action == "s3:PutObject" and headers.get(KMS_KEY_ID):
            context[f"s3:{KMS_KEY_ID}"] = headers[KMS_KEY_ID]
        return context

    def with_role_arn(key: str, context: Any) -> Any:  # noqa: ANN401 - ministack's EvalContext
        if key.lower() == "aws:principalarn" and context.principal_type == "AssumedRole":
            return role_arn(context.principal_arn)
        return resolve(key, context)

    iam_actions._s3_object_context = with_kms_key
    iam_evaluator._resolve_condition_key = with_role_arn


def role_arn(session_arn: str) -> str:
    """Return the ARN of the role behind a session, with the role's path where it is known.

    Args:
        session_arn: `arn:aws:sts::<account>:assumed-role/<role>/<session>`.
    """
    partition, account = session_arn.split(":")[1], session_arn.split(":")[4]
    name = session_arn.split("/")[1]
    role = iam._roles.get_scoped(account, None, name) or {}
    return str(role.get("Arn") or f"arn:{partition}:iam::{account}:role/{name}")
