"""What a service refuses, as the error of a task."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

from typing import Any

from botocore.exceptions import ClientError, ParamValidationError
from ministack.services import stepfunctions

from localaws.stepfunctions.pascal_case import UnknownFieldError, from_api, to_api

# How the AWS SDK of Step Functions calls services: its prefix, and its error for what no model has.
_SDK_NAMES = {
    "batch": ("Batch", "AWSBatch"),
    "lambda": ("Lambda", "AWSLambda"),
    "s3": ("S3", "AmazonS3"),
    "sns": ("SNS", "AmazonSNS"),
}


def call(client: Any, operation: str, arguments: Any) -> dict[str, Any]:  # noqa: ANN401
    """Call an operation with a task's arguments and return the result of the task.

    Args:
        client: A boto3 client.
        operation: Its method, e.g. `submit_job`.
        arguments: What the state machine passes, in `PascalCase`.

    Raises:
        stepfunctions._ExecutionError: The arguments do not fit, or the service refused.
    """
    name = client.meta.method_to_api_mapping[operation]
    model = client.meta.service_model.operation_model(name)
    try:
        parameters = to_api(model.input_shape, arguments)
        answer = getattr(client, operation)(**parameters)
    except (UnknownFieldError, ParamValidationError, TypeError) as error:
        raise stepfunctions._ExecutionError("States.Runtime", str(error)) from error
    except ClientError as error:
        raise refused(client, operation, error) from error
    result: dict[str, Any] = from_api(model.output_shape, answer)
    return result


def refused(client: Any, operation: str, error: ClientError) -> Exception:  # noqa: ANN401
    """Return the error that a task ends with when a service refuses it.

    Errors of the service's model keep their name, as `Batch.ClientException`; all others, such as
    a missing grant, are called `Batch.AWSBatchException`, and the cause says which.
    """
    service = client.meta.service_model.service_name
    prefix, sdk = _SDK_NAMES[service]
    name = client.meta.method_to_api_mapping[operation]
    code = error.response["Error"].get("Code", "")
    modelled = {
        str(shape.error_code): str(shape.name)
        for shape in client.meta.service_model.operation_model(name).error_shapes
    }
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    message = error.response["Error"].get("Message", "")
    cause = f"{message} (Service: {sdk}; Status Code: {status}; Error Code: {code})"
    kind = modelled.get(code, f"{sdk}Exception")
    found: Exception = stepfunctions._ExecutionError(f"{prefix}.{kind}", cause)
    return found
