"""StartExecution: the same request twice is one execution."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import re
from typing import Any

from ministack.core.responses import error_response_json, get_account_id, get_region, json_response
from ministack.services import stepfunctions

from localaws.stepfunctions.running import is_running

Request = dict[str, Any]
Response = Any

_NAME = re.compile(r"""[^\s<>{}\[\]?*"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]{1,80}""")


def install() -> None:
    """Extend ministack's StartExecution.

    * The name and input of a running execution return that execution.
    * A name with other characters than AWS allows, or over 80 of them, is refused.

    docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
    """
    start = stepfunctions._start_execution

    def start_execution(request: Request) -> Response:
        name = request.get("name")
        if name is None:
            return start(request)
        if not _NAME.fullmatch(name):
            return error_response_json("InvalidName", f"Invalid Name: '{name}'", 400)
        execution = _existing(request.get("stateMachineArn", ""), name)
        if execution and is_running(execution) and execution["input"] == request.get("input", "{}"):
            answer = {key: execution[key] for key in ("executionArn", "startDate")}
            return json_response(answer)
        return start(request)

    stepfunctions._start_execution = start_execution


def _existing(state_machine_arn: str, name: str) -> dict[str, Any] | None:
    """Return the execution of that name, if any."""
    arn = stepfunctions._resolve_state_machine_arn(state_machine_arn)
    machine = stepfunctions._state_machines.get(arn)
    if machine is None:
        return None
    place = f"arn:aws:states:{get_region()}:{get_account_id()}"
    found: dict[str, Any] | None = stepfunctions._executions.get(
        f"{place}:execution:{machine['name']}:{name}"
    )
    return found
