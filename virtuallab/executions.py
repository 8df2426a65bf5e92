"""Runs as Step Functions knows them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

_UNKNOWN = "ExecutionDoesNotExist"


def execution_arn(state_machine_arn: str, name: str) -> str:
    """Return the ARN of a run, whether it exists or not."""
    return f"{state_machine_arn.replace(':stateMachine:', ':execution:')}:{name}"


def describe(states: Any, arn: str) -> dict[str, Any] | None:  # noqa: ANN401 - a boto3 client
    """Return what is known about a run; None if there is none of this name."""
    try:
        found: dict[str, Any] = states.describe_execution(executionArn=arn)
    except ClientError as error:
        if error.response["Error"]["Code"] == _UNKNOWN:
            return None
        raise
    return found


def listed(
    states: Any,  # noqa: ANN401 - a boto3 client
    state_machine_arn: str,
    status: str | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield runs of a project, the newest first.

    Args:
        states: a client of Step Functions.
        state_machine_arn: the project's.
        status: such as `RUNNING`; all if it is None.
    """
    wanted = {"statusFilter": status} if status else {}
    pages = states.get_paginator("list_executions")
    for page in pages.paginate(stateMachineArn=state_machine_arn, **wanted):
        yield from page["executions"]


@dataclass(frozen=True, order=True)
class UnderWay:
    """A run that is under way; the one that started first comes first.

    Attributes:
        started: when.
        name: of the run.
        given: what it was told.
    """

    started: datetime
    name: str
    given: dict[str, Any] = field(compare=False)


def running(states: Any, state_machine_arn: str) -> Iterator[UnderWay]:  # noqa: ANN401
    """Yield every run that is under way."""
    for each in listed(states, state_machine_arn, "RUNNING"):
        found = describe(states, each["executionArn"])
        if found is not None:
            yield UnderWay(found["startDate"], each["name"], json.loads(found["input"]))
