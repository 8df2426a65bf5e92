"""What became of each folder of a run."""

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from virtuallab.attempts import read_reasons
from virtuallab.markers import complete_folders, read_markers
from virtuallab.places import Place

RESULTS = "results.csv"
MOST_REASONS = 50
"""So many failed folders are asked why: nobody reads more, and each is two calls."""
_JOB = re.compile(r"[\w:-]+")
_SAYS_NOTHING = "Essential container"


@dataclass(frozen=True, slots=True)
class FolderResult:
    """The result of one folder.

    Attributes:
        folder: its name.
        outcome: succeeded, escalated (succeeded at the second size), failed, or `not run`; of a
            run under way also running, which it may be waiting for.
        seconds: of its attempts; None where it is unknown.
        cost_usd: of its attempts, by list prices; None where it is unknown.
        jobs: ids of its jobs in AWS Batch.
        reason: why it failed.
        log: the log stream of its last attempt.
    """

    folder: str
    outcome: str
    seconds: float | None = None
    cost_usd: float | None = None
    jobs: tuple[str, ...] = ()
    reason: str = ""
    log: str = ""


def from_csv(s3: Any, records: Place) -> Iterator[FolderResult]:  # noqa: ANN401 - a boto3 client
    """Yield what a finished run wrote down, line by line.

    Args:
        s3: a client.
        records: the run's own folder.
    """
    found = s3.get_object(Bucket=records.bucket, Key=f"{records.prefix}{RESULTS}")
    for row in csv.DictReader(codecs.getreader("utf-8")(found["Body"])):
        yield FolderResult(
            folder=row["folder"],
            outcome=row["outcome"],
            seconds=number_of(row["seconds"]),
            cost_usd=number_of(row["cost_usd"]),
            jobs=tuple(_JOB.findall(row["jobs"])),
            reason=row["reason"],
            log=row["log"],
        )


def with_reasons(s3: Any, output: Place, rows: Sequence[FolderResult]) -> list[FolderResult]:  # noqa: ANN401
    """Return rows in which failed folders have the runner's reason, where AWS has none.

    What Batch says of a script that failed is no more than that its container has ended.
    """
    unclear = [
        (row.folder, row.jobs[-1])
        for row in rows
        if row.outcome == "failed" and row.jobs and _is_unclear(row.reason)
    ]
    reasons = read_reasons(s3, output, unclear[:MOST_REASONS]) if unclear else {}
    return [
        replace(row, reason=reason) if (reason := reasons.get(row.folder)) else row for row in rows
    ]


def from_markers(
    s3: Any,  # noqa: ANN401 - a boto3 client
    output: Place,
    first: Mapping[str, Any],
    folders: Sequence[str] | None = None,
) -> Iterator[FolderResult]:
    """Yield what the markers say of folders that are complete so far.

    Args:
        s3: a client.
        output: where the results are.
        first: the first size of the run, by which others are told.
        folders: which; all if it is None.
    """
    names = complete_folders(s3, output, None if folders is None else set(folders))
    for marker in read_markers(s3, output, names):
        resources = marker.get("resources") or {}
        is_first = number_of(resources.get("memory_mib")) in (None, number_of(first["memory_mib"]))
        yield FolderResult(
            folder=marker["folder"],
            outcome="succeeded" if is_first else "escalated",
            seconds=seconds_of(marker),
            jobs=tuple(filter(None, [marker.get("job_id")])),
        )


def _is_unclear(reason: str) -> bool:
    return not reason or reason.startswith(_SAYS_NOTHING)


def number_of(text: object) -> float | None:
    """Read a number; None where there is none."""
    try:
        return float(str(text))
    except ValueError:
        return None


def seconds_of(marker: Mapping[str, Any]) -> float | None:
    """Return how long an attempt took, by its marker or status; None where it does not say."""
    try:
        started, stopped = (
            datetime.fromisoformat(marker[each]) for each in ("started_at", "stopped_at")
        )
    except (KeyError, ValueError, TypeError):
        return None
    return (stopped - started).total_seconds()
