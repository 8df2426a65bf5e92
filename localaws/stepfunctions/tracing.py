"""Tracing of a state machine, which ministack accepts and forgets."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

from typing import Any

from ministack.services import stepfunctions

Request = dict[str, Any]

TRACING = "tracingConfiguration"


def install() -> None:
    """Extend ministack's UpdateStateMachine: DescribeStateMachine returns what was configured."""
    update = stepfunctions._update_state_machine

    def update_state_machine(request: Request) -> Any:  # noqa: ANN401 - a response of ministack
        response = update(request)
        machine = stepfunctions._state_machines.get(request.get("stateMachineArn"))
        if TRACING in request and machine is not None and response[0] < 400:  # noqa: PLR2004
            machine[TRACING] = request[TRACING]
        return response

    stepfunctions._update_state_machine = update_state_machine
