"""`arn:aws:states:::aws-sdk:s3:getObject` as the execution role."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

from typing import Any

from botocore.exceptions import ClientError, ParamValidationError
from ministack.services import stepfunctions

from localaws.stepfunctions import refusal, role
from localaws.stepfunctions.running import current

RESOURCE = "arn:aws:states:::aws-sdk:s3:getObject"


def install() -> None:
    """Add to ministack's Step Functions the reading of an object, which it has not.

    It goes through the gateway as the execution role; the body is text, as on AWS.
    """
    stepfunctions._SERVICE_DISPATCH[RESOURCE] = _get_object


def _get_object(_resource: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return an object's body and size.

    Raises:
        stepfunctions._ExecutionError: There is no such object, or the role may not read it.
    """
    execution = current()
    if execution is None:
        raise stepfunctions._ExecutionError("States.Runtime", f"{RESOURCE} runs in executions only")
    s3 = role.client(execution, "s3")
    try:
        found = s3.get_object(**arguments)
    except (ParamValidationError, TypeError) as error:
        raise stepfunctions._ExecutionError("States.Runtime", str(error)) from error
    except ClientError as error:
        raise refusal.refused(s3, "get_object", error) from error
    body = found["Body"].read().decode()
    return {"Body": body, "ContentLength": found["ContentLength"], "ETag": found["ETag"]}
