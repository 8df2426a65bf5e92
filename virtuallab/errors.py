"""What stops a fan-out: every problem at once, each with what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError as BotoConnectionError,
    HTTPClientError,
    ParamValidationError,
)

LOST = (BotoConnectionError, HTTPClientError)
"""What botocore raises when the network is gone, after its own attempts."""
_DENIED = {"AccessDenied", "AccessDeniedException", "403", "Forbidden"}
_MISSING = {"404", "NoSuchKey", "NotFound"}


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right.

    Attributes:
        what: the argument, folder or service that it is about.
        message: what is wrong, with what was given.
        hint: what is allowed or nearest, and what to do.
    """

    what: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Render as `what: message - hint`."""
        text = f"{self.what}: {self.message}"
        return f"{text} - {self.hint}" if self.hint else text


class FanOutError(Exception):
    """All problems that were found, one a line; nothing was started."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(map(str, self.problems)))

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows: IPython asks, and a scientist has no use for our frames."""
        return [f"{type(self).__name__}:", *map(str, self.problems)]


class LostError(FanOutError):
    """The network was gone for too long while a run was watched, which goes on by itself."""


class Problems(list[Problem]):
    """Problems as they are found, so that a reader gets all of them in one answer."""

    def add(self, what: str, message: str, hint: str = "") -> None:
        """Remember one more."""
        self.append(Problem(what, message, hint))

    def error(self) -> FanOutError:
        """Return what stops a fan-out, with all of them."""
        return FanOutError(self)


def aws_problem(what: str, error: ClientError | BotoCoreError) -> Problem:
    """Say in our words why AWS refused, with what the reader can do."""
    if isinstance(error, ParamValidationError):
        lines = " ".join(str(error).split())
        return Problem(what, f"AWS takes no such value: {lines}", "correct what was given")
    if isinstance(error, LOST):
        return Problem(what, f"AWS cannot be reached: {error}", "check the connection")
    if not isinstance(error, ClientError):
        return Problem(what, f"AWS cannot be asked: {error}", "log in first, as to any AWS command")
    code, message = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
    if is_denied(error):
        hint = "work as a member of the project, or ask an admin of the lab"
        return Problem(what, f"access is denied ({error.operation_name}: {message})", hint)
    if code == "NoSuchBucket":
        return Problem(what, "its bucket does not exist", "ask an admin to deploy the lab again")
    return Problem(what, f"AWS answered {code} to {error.operation_name}: {message}")


def is_denied(error: ClientError) -> bool:
    """Tell whether it is a matter of rights."""
    return error.response["Error"]["Code"] in _DENIED


def is_missing(error: ClientError) -> bool:
    """Tell whether an object is not there."""
    return error.response["Error"]["Code"] in _MISSING
