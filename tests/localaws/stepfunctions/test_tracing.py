"""Tracing of a state machine."""

from tests.localaws.conftest import error_code
from tests.localaws.stepfunctions.conftest import PASS, MakeMachine


def test_tracing_is_kept(make_machine: MakeMachine) -> None:
    """What UpdateStateMachine was told is described."""
    machine = make_machine(PASS)
    wanted = {"enabled": True}
    machine.client.update_state_machine(stateMachineArn=machine.arn, tracingConfiguration=wanted)
    found = machine.client.describe_state_machine(stateMachineArn=machine.arn)
    assert found["tracingConfiguration"] == wanted


def test_refused_update_changes_nothing(make_machine: MakeMachine) -> None:
    """An update of a machine that is not there stays an error."""
    machine = make_machine(PASS)
    code = error_code(
        machine.client.update_state_machine,
        stateMachineArn=f"{machine.arn}-other",
        tracingConfiguration={"enabled": True},
    )
    assert code == "StateMachineDoesNotExist"
