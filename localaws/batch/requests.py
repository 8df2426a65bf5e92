"""Requests to Batch, matched and checked by botocore's model of the service."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

import botocore.session
from botocore.validate import ParamValidator

from localaws.batch.refusal import RefusalError

_TAGS = re.compile(r"/v1/tags/(.+)")


@dataclass(frozen=True)
class Request:
    """An operation and its parameters."""

    operation: str
    parameters: dict[str, Any]


@cache
def _model() -> Any:  # noqa: ANN401 - botocore has no types
    """Return botocore's model of Batch."""
    return botocore.session.get_session().get_service_model("batch")


@cache
def _operations() -> dict[str, str]:
    """Return the operations by the path of their request."""
    names = _model().operation_names
    return {_model().operation_model(name).http["requestUri"]: name for name in names}


def parse(method: str, path: str, query: dict[str, list[str]], body: bytes) -> Request:
    """Return what a request asks for.

    Raises:
        RefusalError: Batch has no such operation, or the parameters do not fit it.
    """
    try:
        parameters = json.loads(body or b"{}")
    except ValueError as error:
        raise RefusalError(f"The request's body is no JSON: {error}") from error
    tags = _TAGS.fullmatch(path)
    if tags:
        operation = {"GET": "ListTagsForResource", "DELETE": "UntagResource"}.get(
            method, "TagResource"
        )
        parameters |= {"resourceArn": unquote(tags[1])}
        if operation == "UntagResource":
            parameters["tagKeys"] = query.get("tagKeys", [])
    else:
        operation = _operations().get(path.rstrip("/").lower(), "")
    if not operation:
        raise RefusalError(f"Batch has no operation at {method} {path}")
    _check(operation, parameters)
    return Request(operation, parameters)


def _check(operation: str, parameters: dict[str, Any]) -> None:
    """Check parameters: required ones, types, lengths, words of a list."""
    shape = _model().operation_model(operation).input_shape
    report = ParamValidator().validate(parameters, shape)
    if report.has_errors():
        raise RefusalError(f"Error executing request, Exception : {report.generate_report()}")
