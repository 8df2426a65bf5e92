"""IAM for Batch: the resources that a request is about, so that policies may name them.

ministack checks every request to Batch against the resource `*`, which a policy for one queue
never matches.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_region
from ministack.core.router import extract_access_key_id

from localaws.batch import arns
from localaws.batch.refusal import DeniedError
from localaws.batch.store import DEFINITION, ENVIRONMENT, POLICY, QUEUE

# docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
_RESOURCES = {
    "canceljob": ("jobId", "job"),
    "terminatejob": ("jobId", "job"),
    "submitjob": ("jobQueue", QUEUE),
    "createcomputeenvironment": ("computeEnvironmentName", ENVIRONMENT),
    "updatecomputeenvironment": ("computeEnvironment", ENVIRONMENT),
    "deletecomputeenvironment": ("computeEnvironment", ENVIRONMENT),
    "createjobqueue": ("jobQueueName", QUEUE),
    "updatejobqueue": ("jobQueue", QUEUE),
    "deletejobqueue": ("jobQueue", QUEUE),
    "createschedulingpolicy": ("name", POLICY),
    "updateschedulingpolicy": ("arn", POLICY),
    "deleteschedulingpolicy": ("arn", POLICY),
    "describeschedulingpolicies": ("arns", POLICY),
    "registerjobdefinition": ("jobDefinitionName", DEFINITION),
    "deregisterjobdefinition": ("jobDefinition", DEFINITION),
}


def install() -> None:
    """Have ministack's check of Batch requests look at the resource."""
    theirs = iam_actions.extract_resource_arn

    def extract_resource_arn(service: str, method: str, path: str, *rest: Any) -> str:  # noqa: ANN401
        if service == "batch":
            _, body, _, region, account = rest
            return resource(path, body, account, region)
        answer: str = theirs(service, method, path, *rest)
        return answer

    iam_actions.extract_resource_arn = extract_resource_arn


def resource(path: str, body: bytes, account: str, region: str) -> str:
    """Return the ARN of what a request is about; `*` where it names nothing or several."""
    _, _, operation = path.lower().partition("/v1/")
    if operation.startswith("tags/"):
        return unquote(path.removeprefix("/v1/tags/"))
    parameter, kind = _RESOURCES.get(operation, ("", ""))
    try:
        reference = json.loads(body or b"{}").get(parameter)
    except (ValueError, AttributeError):
        return "*"
    if not isinstance(reference, str) or not reference:
        return "*"
    return (
        reference if reference.startswith("arn:") else arns.make(account, region, kind, reference)
    )


def require(headers: Mapping[str, str], action: str, arn: str) -> None:
    """Check that the caller may do one thing more than the gateway has looked at.

    Args:
        headers: Of the request.
        action: E.g. `batch:SubmitJob`.
        arn: What it is done to.

    Raises:
        DeniedError: No policy of the caller's allows it, or one denies it.
    """
    key = extract_access_key_id(dict(headers))
    answer = iam_evaluator.enforce(key, action, "batch", get_region(), arn)
    if answer is not None:
        caller = getattr(answer, "principal_arn", key)
        raise DeniedError(
            f"User: {caller} is not authorized to perform: {action} on resource: {arn}"
        )
