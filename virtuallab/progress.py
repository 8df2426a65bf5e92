"""How far a run is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from virtuallab.words import count_of

_UNDER_WAY = ("RUNNING", "PENDING_REDRIVE")
_COUNTS = ("total", "pending", "running", "succeeded", "failed", "aborted")
NOTHING_TO_DO = "NOTHING_TO_DO"
_STATES = {
    "RUNNING": "RUNNING",
    "PENDING_REDRIVE": "RUNNING",
    "SUCCEEDED": "DONE",
    "FAILED": "STOPPED",
    "TIMED_OUT": "STOPPED",
    "ABORTED": "CANCELLED",
    NOTHING_TO_DO: "NOTHING TO DO",
}
_GAVE_UP = "ExceedToleratedFailureThreshold"
MOST_CHARACTERS = 300


@dataclass(frozen=True)
class Progress:
    """Folders of a run, counted by where they are.

    Attributes:
        run: its name.
        status: as Step Functions says it: RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED.
        total: folders of the run; 0 until it has read its manifest.
        pending: not started.
        running: started.
        succeeded: complete, at the first or at the second size.
        failed: failed at both sizes, or out of time.
        aborted: stopped with the run.
        reason: why the run itself failed.
    """

    run: str
    status: str
    total: int = 0
    pending: int = 0
    running: int = 0
    succeeded: int = 0
    failed: int = 0
    aborted: int = 0
    reason: str = ""

    @property
    def state(self) -> str:
        """Say it in our words: RUNNING, DONE, DONE with failures, STOPPED or CANCELLED."""
        return state_of(self.status, self.failed)

    @property
    def whole(self) -> bool:
        """Tell whether the run has ended, and every folder has its results."""
        return self.status in ("SUCCEEDED", NOTHING_TO_DO) and not self.failed

    @property
    def done(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.status not in _UNDER_WAY

    def __str__(self) -> str:
        if self.status == NOTHING_TO_DO:
            return "nothing to do, every folder is complete"
        if not self.total and not self.done:
            return f"{self.run}: {self.state}, reading its list of folders"
        counts = [
            f"{count} {word}"
            for word in _COUNTS[1:]
            if (count := getattr(self, word)) or word == "succeeded"
        ]
        folders = count_of(self.total, "folder")
        text = f"{self.run}: {self.state}, {folders}: {', '.join(counts)}"
        why = (
            "gave up, as more folders failed than it may"
            if _GAVE_UP in self.reason
            else self.reason
        )
        return f"{text} ({why})" if why else text


def state_of(status: str, failed: int | None) -> str:
    """Say in our words what Step Functions says, which counts a run with failures as a success."""
    state = _STATES.get(status, status)
    return f"{state} with failures" if state == "DONE" and failed else state


def ask_progress(states: Any, run: str, arn: str) -> Progress:  # noqa: ANN401 - a boto3 client
    """Return how far a run is.

    Args:
        states: a client of Step Functions.
        run: its name.
        arn: of its execution.
    """
    found = states.describe_execution(executionArn=arn)
    counts = dict.fromkeys(_COUNTS, 0)
    pages = states.get_paginator("list_map_runs")
    for page in pages.paginate(executionArn=arn):
        for each in page["mapRuns"]:
            items = states.describe_map_run(mapRunArn=each["mapRunArn"])["itemCounts"]
            for word in _COUNTS:
                counts[word] += items[word]
            counts["failed"] += items["timedOut"]
    return Progress(run, found["status"], reason=_reason(found), **counts)


def _reason(found: Mapping[str, Any]) -> str:
    cause = found.get("cause") or ""
    # A run that gave up tells its summary as a document, which `summary()` returns.
    lines = [] if cause.startswith("{") else cause.splitlines()[:1]
    return ": ".join(filter(None, (found.get("error"), *lines)))[:MOST_CHARACTERS]
