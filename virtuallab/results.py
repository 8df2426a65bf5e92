"""What became of each folder of a run."""

import codecs
import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from virtuallab.markers import complete_folders, read_markers
from virtuallab.places import Place

RESULTS = "results.csv"
_JOB = re.compile(r"[\w:-]+")


@dataclass(frozen=True, slots=True)
class FolderResult:
    """The result of one folder.

    Attributes:
        folder: its name.
        outcome: succeeded, escalated (succeeded at the second size), failed, or `not run`.
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
            seconds=_number(row["seconds"]),
            cost_usd=_number(row["cost_usd"]),
            jobs=tuple(_JOB.findall(row["jobs"])),
            reason=row["reason"],
            log=row["log"],
        )


def from_markers(
    s3: Any,  # noqa: ANN401 - a boto3 client
    output: Place,
    run: str | None,
    first: Mapping[str, Any],
) -> Iterator[FolderResult]:
    """Yield what the markers say of folders that are complete so far.

    Args:
        s3: a client.
        output: where the results are.
        run: whose folders; all if it is None.
        first: the first size of the run, by which others are told.
    """
    names: Collection[str] = complete_folders(s3, output)
    for marker in read_markers(s3, output, names):
        if run is None or marker.get("run") == run:
            resources = marker.get("resources") or {}
            is_first = _number(resources.get("memory_mib")) in (None, _number(first["memory_mib"]))
            yield FolderResult(
                folder=marker["folder"],
                outcome="succeeded" if is_first else "escalated",
                seconds=_seconds(marker),
                jobs=tuple(filter(None, [marker.get("job_id")])),
            )


def _number(text: object) -> float | None:
    try:
        return float(str(text))
    except ValueError:
        return None


def _seconds(marker: Mapping[str, Any]) -> float | None:
    try:
        started, stopped = (
            datetime.fromisoformat(marker[each]) for each in ("started_at", "stopped_at")
        )
    except (KeyError, ValueError, TypeError):
        return None
    return (stopped - started).total_seconds()
