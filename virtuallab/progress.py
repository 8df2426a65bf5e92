"""How far a run is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_UNDER_WAY = ("RUNNING", "PENDING_REDRIVE")
_COUNTS = ("total", "pending", "running", "succeeded", "failed", "aborted")
NOTHING_TO_DO = "NOTHING_TO_DO"
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
    def done(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.status not in _UNDER_WAY

    def __str__(self) -> str:
        if self.status == NOTHING_TO_DO:
            return f"{self.run}: nothing to do, every folder is complete"
        if not self.total and not self.done:
            return f"{self.run}: {self.status}, reading its list of folders"
        counts = [
            f"{count} {word}"
            for word in _COUNTS[1:]
            if (count := getattr(self, word)) or word == "succeeded"
        ]
        text = f"{self.run}: {self.status}, {self.total} folders: {', '.join(counts)}"
        return f"{text} ({self.reason})" if self.reason else text


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
