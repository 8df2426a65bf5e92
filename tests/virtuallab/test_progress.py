"""Tests of progress."""

from collections.abc import Iterator
from typing import Any

from virtuallab.progress import NOTHING_TO_DO, Progress, ask_progress

ARN = "arn:aws:states:eu-central-1:111122223333:execution:screen:r-1"


class States:
    """Answers as Step Functions does about a run and its maps."""

    def __init__(self, maps: int = 1, **found: object) -> None:
        self.maps = [f"map-{number}" for number in range(maps)]
        self.found = {"status": "RUNNING", **found}

    def describe_execution(self, **_: object) -> dict[str, Any]:
        """Return the run."""
        return self.found

    def get_paginator(self, _: str) -> "States":
        """Return what lists maps, one on a page."""
        return self

    def paginate(self, **_: object) -> Iterator[dict[str, Any]]:
        """Yield the pages."""
        yield from ({"mapRuns": [{"mapRunArn": each}]} for each in self.maps)

    def describe_map_run(self, **_: object) -> dict[str, Any]:
        """Return the counts of a map."""
        counts = {"total": 10, "pending": 3, "running": 2, "succeeded": 3, "failed": 1}
        return {"itemCounts": {**counts, "timedOut": 1, "aborted": 0, "resultsWritten": 0}}


def test_folders_are_counted_by_where_they_are() -> None:
    """Out of time is failed."""
    assert ask_progress(States(), "r-1", ARN) == Progress("r-1", "RUNNING", 10, 3, 2, 3, 2)


def test_run_that_has_not_read_its_manifest_has_no_folders_yet() -> None:
    """There is no map."""
    assert ask_progress(States(0), "r-1", ARN) == Progress("r-1", "RUNNING")


def test_reason_of_a_failed_run_is_one_line() -> None:
    """A summary in the cause is not printed as it is."""
    told: dict[str, Any] = {"status": "FAILED", "error": "TooManyFailures"}
    for cause, reason in (("{}", "TooManyFailures"), ("no\nmore", "TooManyFailures: no")):
        assert ask_progress(States(cause=cause, **told), "r-1", ARN).reason == reason


def test_only_a_run_under_way_is_not_done() -> None:
    """Whatever it ended with."""
    statuses = ("RUNNING", "PENDING_REDRIVE", "SUCCEEDED", "FAILED", "ABORTED", NOTHING_TO_DO)
    assert [Progress("r", each).done for each in statuses] == [False, False, *[True] * 4]


def test_state_is_said_in_our_words() -> None:
    """What AWS calls a success may have failed folders; only all of them are whole."""
    given = (("RUNNING", 0), ("SUCCEEDED", 0), ("SUCCEEDED", 1), ("FAILED", 3), ("ABORTED", 0))
    found = [Progress("r", status, 9, failed=failed) for status, failed in given]
    words = ["RUNNING", "DONE", "DONE with failures", "STOPPED", "CANCELLED"]
    assert [each.state for each in found] == words
    assert [each.whole for each in found] == [False, True, False, False, False]


def test_progress_reads_as_a_sentence() -> None:
    """Words without folders are left out."""
    text = "r-1: STOPPED, 1 folder: 1 pending, 0 succeeded (NoRights)"
    assert str(Progress("r-1", "FAILED", 1, 1, reason="NoRights")) == text
    reason = "States.ExceedToleratedFailureThreshold: the specified"
    told = str(Progress("r-1", "FAILED", 10, 3, succeeded=5, failed=2, reason=reason))
    assert told.endswith("5 succeeded, 2 failed (gave up, as more folders failed than it may)")
    assert "nothing to do" in str(Progress("r-1", NOTHING_TO_DO))
