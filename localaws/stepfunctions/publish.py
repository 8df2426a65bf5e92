"""`arn:aws:states:::sns:publish` as the execution role."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import json
from typing import Any

from botocore.exceptions import ClientError
from ministack.core.responses import get_region
from ministack.services import stepfunctions

from localaws import gateway
from localaws.stepfunctions import refusal, role
from localaws.stepfunctions.running import Execution, current

RESOURCE = "arn:aws:states:::sns:publish"
KEY_ACTIONS = ("kms:GenerateDataKey", "kms:Decrypt")


def install() -> None:
    """Replace ministack's `sns:publish`, which asks nobody for permission.

    * It goes through the gateway as the execution role.
    * A topic that is encrypted with the customer's key needs the role's rights to that key, as
      docs.aws.amazon.com/sns/latest/dg/sns-key-management.html says; the key's policy is not asked.
    """
    theirs = stepfunctions._SERVICE_DISPATCH[RESOURCE]

    def publish(resource: str, arguments: dict[str, Any]) -> dict[str, Any]:
        execution = current()
        if execution is None:
            answer: dict[str, Any] = theirs(resource, arguments)
            return answer
        message = arguments.get("Message")
        if isinstance(message, dict | list):
            arguments = {**arguments, "Message": json.dumps(message)}
        _require_key(execution, str(arguments.get("TopicArn", "")))
        return refusal.call(role.client(execution, "sns"), "publish", arguments)

    stepfunctions._SERVICE_DISPATCH[RESOURCE] = publish


def _require_key(execution: Execution, topic_arn: str) -> None:
    """Refuse to publish to a topic whose key the role may not use."""
    try:
        topic = gateway.client("sns").get_topic_attributes(TopicArn=topic_arn)["Attributes"]
    except ClientError:
        return  # Publishing says what is wrong with the topic.
    key_id = topic.get("KmsMasterKeyId", "")
    if not key_id or key_id.endswith("alias/aws/sns"):
        return
    key = gateway.client("kms").describe_key(KeyId=key_id)["KeyMetadata"]["Arn"]
    for action in KEY_ACTIONS:
        through = f"sns.{get_region()}.amazonaws.com"
        if not role.allowed(execution, action, key, kms_ViaService=through):
            raise stepfunctions._ExecutionError(
                "SNS.KMSAccessDeniedException",
                f"{role.role_of(execution)} is not authorized to perform: {action} on {key}",
            )
