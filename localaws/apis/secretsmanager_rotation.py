"""Rotation of secrets: ministack labels a copy of the old value as new, and asks no function."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import asyncio
import json
import logging
import threading
import time
import uuid
from contextvars import copy_context
from typing import Any

from botocore.exceptions import ClientError
from ministack.core.responses import error_response_json, json_response
from ministack.services import secretsmanager

from localaws.gateway import client

logger = logging.getLogger("localaws.apis.secretsmanager_rotation")

Request = dict[str, Any]
Response = tuple[int, dict[str, str], bytes]

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
PRINCIPAL = "secretsmanager.amazonaws.com"
_OK = 200


def install() -> None:
    """Extend ministack's Secrets Manager.

    * RotateSecret has the secret's function take the four steps, in the background as on AWS:
      docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
    * It refuses a function that does not admit Secrets Manager.
    * CancelRotateSecret exists.
    * A version without value, as a rotation begins with, has none to get.

    Not done: nothing rotates by the clock, and without RotateImmediately nothing is tested.
    """
    handle, get_value = secretsmanager.handle_request, secretsmanager._get_secret_value
    operations = {
        "secretsmanager.RotateSecret": _rotate,
        "secretsmanager.CancelRotateSecret": _cancel,
    }

    async def handle_request(method: str, path: str, headers: Any, *rest: Any) -> Response:  # noqa: ANN401
        operation = operations.get(headers.get("x-amz-target", ""))
        if operation is None:
            return _response(await handle(method, path, headers, *rest))
        # On a thread: they ask Lambda through the gateway, which this loop serves.
        return await asyncio.to_thread(operation, json.loads(rest[0]))

    def get_secret_value(request: Request) -> Response:
        status, headers, body = get_value(request)
        if status == _OK and not {"SecretString", "SecretBinary"} & json.loads(body).keys():
            return _refuse("ResourceNotFoundException", "The version has no value yet.")
        return status, headers, body

    secretsmanager.handle_request = handle_request
    secretsmanager._get_secret_value = get_secret_value


def _rotate(request: Request) -> Response:
    """Remember who rotates a secret and when, and begin at once unless told otherwise."""
    secret = _living(request["SecretId"])
    if secret is None:
        return _unknown()
    function = request.get("RotationLambdaARN") or secret.get("RotationLambdaARN")
    if not function:
        return _refuse("InvalidRequestException", "No Lambda rotation function ARN is associated.")
    if not _admits_secrets_manager(function):
        return _refuse(
            "AccessDeniedException",
            "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function"
            f" policy grants access to the principal {PRINCIPAL}",
        )
    secret["RotationLambdaARN"] = function
    secret["RotationRules"] = request.get("RotationRules") or secret.get("RotationRules")
    secret["RotationEnabled"] = True
    answer = {"ARN": secret["ARN"], "Name": secret["Name"]}
    if request.get("RotateImmediately", True):
        version = request.get("ClientRequestToken") or str(uuid.uuid4())
        _begin(secret, version, function)
        answer["VersionId"] = version
    return _response(json_response(answer))


def _begin(secret: Request, version: str, function: str) -> None:
    """Make a version without value that waits for its rotation, and have the steps taken."""
    secret["Versions"][version] = {
        "SecretString": None,
        "SecretBinary": None,
        "CreatedDate": int(time.time()),
        "Stages": ["AWSPENDING"],
    }
    arguments = (_take_steps, secret["ARN"], version, function)
    threading.Thread(target=copy_context().run, args=arguments, daemon=True).start()


def _take_steps(secret_arn: str, version: str, function: str) -> None:
    """Call the function for each step, up to the first that fails; the version then stays."""
    for step in STEPS:
        event = {"Step": step, "SecretId": secret_arn, "ClientRequestToken": version}
        answer = client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
        if "FunctionError" in answer:
            reason = answer["Payload"].read().decode(errors="replace")
            logger.error("Rotation of %s failed in %s: %s", secret_arn, step, reason)
            return


def _cancel(request: Request) -> Response:
    """Rotate a secret no more; docs.aws.amazon.com/secretsmanager CancelRotateSecret."""
    secret = _living(request["SecretId"])
    if secret is None:
        return _unknown()
    secret["RotationEnabled"] = False
    return _response(json_response({"ARN": secret["ARN"], "Name": secret["Name"]}))


def _admits_secrets_manager(function: str) -> bool:
    """Return whether a function's policy lets Secrets Manager call it."""
    try:
        policy = client("lambda").get_policy(FunctionName=function)["Policy"]
    except ClientError:
        return False
    statements = json.loads(policy)["Statement"]
    return any(statement["Principal"] == {"Service": PRINCIPAL} for statement in statements)


def _living(secret_id: str) -> Request | None:
    """Return a secret that is not marked for deletion."""
    _, secret = secretsmanager._resolve(secret_id)
    return secret if secret and not secret.get("DeletedDate") else None


def _unknown() -> Response:
    message = "Secrets Manager can't find the specified secret."
    return _refuse("ResourceNotFoundException", message)


def _refuse(code: str, message: str) -> Response:
    return _response(error_response_json(code, message, 400))


def _response(response: Any) -> Response:  # noqa: ANN401
    """Return a response of ministack."""
    status, headers, body = response
    return status, headers, body
