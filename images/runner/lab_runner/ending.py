"""How an attempt ends: its exit status, and one sentence that says why."""

import errno
import shutil
from dataclasses import dataclass
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError

from lab_runner.errors import REFUSED, FailureError, TerminatedError

EXPECTED = (
    FailureError,
    TerminatedError,
    ClientError,
    BotoCoreError,
    RetriesExceededError,
    OSError,
)
"""What ends an attempt; anything else is a mistake in the runner."""

NOT_ALLOWED = ("AccessDenied", "403", "NoSuchBucket", "NoSuchKey", "404")
ENOUGH_BYTES = 1 << 20
DISK_FULL = "the disk for work files is full: a lab admin can raise `batch.scratch.size_gib`"


@dataclass(frozen=True)
class Ending:
    """An exit status and the reason for it, empty after a success."""

    status: int
    reason: str = ""


def ending(error: BaseException, scratch: Path) -> Ending:
    """Return the ending that an error leads to.

    Raises:
        BaseException: The error itself, when it is a mistake in the runner.
    """
    if isinstance(error, TerminatedError):
        return Ending(error.status, str(error))
    if isinstance(error, FailureError):
        return Ending(error.status, str(error) + _hint(error.status, scratch))
    if isinstance(error, ClientError):
        code = error.response["Error"].get("Code", "")
        # Another host or more memory would be refused in the same way.
        return Ending(REFUSED if code in NOT_ALLOWED else 1, f"AWS refused a request: {error}")
    if isinstance(error, BotoCoreError | RetriesExceededError):
        return Ending(1, f"AWS could not be used: {error}")
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return Ending(1, f"{DISK_FULL} ({error})" if full else f"the disk failed: {error}")
    raise error


def _hint(status: int, scratch: Path) -> str:
    """Return what to add when a script failed and the disk is full, which it may not have told."""
    full = status != REFUSED and shutil.disk_usage(scratch).free < ENOUGH_BYTES
    return f"; {DISK_FULL}" if full else ""
