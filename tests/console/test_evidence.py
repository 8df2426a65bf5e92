"""Tests of what counts as a denial; the questions themselves are asked in test_demo.py."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from console.evidence import denial


def refused_with(code: str) -> ClientError:
    """Return an answer of AWS with an error code."""
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "PutObject")


@pytest.mark.parametrize(("code", "holds"), [("AccessDenied", True), ("NoSuchBucket", False)])
def test_only_a_refusal_by_policy_is_a_denial(code: str, *, holds: bool) -> None:
    """A bucket that is missing proves nothing."""

    def call() -> None:
        raise refused_with(code)

    assert denial("?", call).holds == holds


def test_success_is_no_denial() -> None:
    """What was allowed is told."""
    assert not denial("?", lambda: None).holds


def test_connection_that_fails_is_no_denial() -> None:
    """A server that is not there refuses nothing."""

    def call() -> None:
        raise EndpointConnectionError(endpoint_url="http://127.0.0.1:1")

    with pytest.raises(EndpointConnectionError):
        denial("?", call)
