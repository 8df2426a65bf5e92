"""What is left of a stack whose very first deployment failed."""

from collections.abc import Sequence
from typing import Any

from console.cloudformation import describe
from console.report import note

FAILED_CREATION = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED"}


def release_failed_creations(client: Any, names: Sequence[str]) -> None:  # noqa: ANN401
    """Let CDK replace stacks that were never made: protected ones it could not delete.

    Such a stack holds nothing and can only be deleted, which CDK does before it makes the stack
    anew; but termination protection is set from the very beginning.
    """
    for name in names:
        stack = describe(client, name)
        if stack and stack.status in FAILED_CREATION and stack.protected:
            note(f"{name} was never made: its remains are removed first")
            client.update_termination_protection(StackName=name, EnableTerminationProtection=False)
