"""What an API server answers when it refuses."""

from typing import Any


class RefusedError(Exception):
    """A refusal, in the words of the Kubernetes API."""

    def __init__(self, code: int, reason: str, message: str) -> None:
        """Keep what the answer says."""
        super().__init__(message)
        self.code, self.reason = code, reason

    def status(self) -> dict[str, Any]:
        """Return the Status object that a client reads."""
        return {
            "apiVersion": "v1",
            "kind": "Status",
            "status": "Failure",
            "code": self.code,
            "reason": self.reason,
            "message": str(self),
        }


def not_found(plural: str, name: str) -> RefusedError:
    """Return the refusal of an object that is not there."""
    return RefusedError(404, "NotFound", f'{plural} "{name}" not found')


def invalid(kind: str, name: str, problem: str) -> RefusedError:
    """Return the refusal of an object that is not right."""
    return RefusedError(422, "Invalid", f'{kind} "{name}" is invalid: {problem}')
