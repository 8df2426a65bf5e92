"""What runners have in common."""

from localaws.batch.container import StartError


def test_attempt_that_cannot_start_says_so_as_ecs_does() -> None:
    """The reason is the container's, the status reason the task's."""
    error = StartError("CannotStartContainerError: no such image")
    assert (error.reason, error.status_reason) == (
        "CannotStartContainerError: no such image",
        "Task failed to start",
    )
