"""Each error that may end an attempt has an exit status and a reason for its reader."""

import errno
import re
import shutil
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from lab_runner.ending import ending
from lab_runner.errors import FailureError


def refused(code: str) -> ClientError:
    """Return the error of an AWS request."""
    return ClientError({"Error": {"Code": code, "Message": "told by AWS"}}, "PutObject")


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (refused("AccessDenied"), 96, "AWS refused a request: .*PutObject operation: told by AWS"),
        (refused("NoSuchBucket"), 96, "AWS refused a request"),
        (refused("SlowDown"), 1, "AWS refused a request"),
        (EndpointConnectionError(endpoint_url="x"), 1, "AWS could not be used"),
        (OSError(errno.ENOSPC, "No space left"), 1, "full: .*`batch.scratch.size_gib`.*No space"),
        (OSError(errno.EIO, "Input/output error"), 1, "the disk failed: .*Input/output"),
    ],
)
def test_ending_of_an_error(error: Exception, status: int, reason: str, tmp_path: Path) -> None:
    """What neither memory nor another host cures is 96, everything else 1."""
    end = ending(error, tmp_path)
    assert end.status == status
    assert re.search(reason, end.reason)


def test_failure_on_a_full_disk_names_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script seldom says that the disk was full; the runner looks."""
    full = type("", (), {"free": 0})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    reason = ending(FailureError("count.R ended with exit status 1"), tmp_path).reason
    assert reason.startswith("count.R ended with exit status 1; the disk for work files is full")
    assert "batch.scratch.size_gib" in reason


def test_mistake_in_the_runner_is_not_dressed_up(tmp_path: Path) -> None:
    """A stack trace is the best that can be told of it."""
    with pytest.raises(KeyError):
        ending(KeyError("x"), tmp_path)
