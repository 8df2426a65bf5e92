"""IAM for maps: ministack checks requests about a map run against `*`, which no policy names."""

import json
from typing import Any

from ministack.core import iam_actions


def install() -> None:
    """Have ministack's check of Step Functions requests look at the map run.

    docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
    """
    theirs = iam_actions.extract_resource_arn

    def extract_resource_arn(service: str, method: str, path: str, *rest: Any) -> str:  # noqa: ANN401
        if service == "states" and (arn := map_run_arn(rest[1])):
            return arn
        answer: str = theirs(service, method, path, *rest)
        return answer

    iam_actions.extract_resource_arn = extract_resource_arn


def map_run_arn(body: bytes) -> str | None:
    """Return the ARN of the map run that a request is about; None if it is about none."""
    try:
        found = json.loads(body or b"{}").get("mapRunArn")
    except (ValueError, AttributeError):
        return None
    return found if isinstance(found, str) else None
