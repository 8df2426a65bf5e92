"""What is known of every folder of a run that has written no results: under way, or stopped."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from virtuallab.attempts import STATUS, Attempt, attempts, newest, read_statuses
from virtuallab.places import Place
from virtuallab.records import read
from virtuallab.results import FolderResult, from_markers, number_of, seconds_of

_REFUSAL, _TERMINATED = 96, 143
_MANIFEST = "manifest.csv"


def folders_of(s3: Any, records: Place) -> list[str] | None:  # noqa: ANN401 - a boto3 client
    """Return the folders of a run, by its manifest; None if there is none."""
    body = read(s3, records, _MANIFEST)
    if body is None:
        return None
    return [row["folder"] for row in csv.DictReader(body.decode().splitlines())]


def results_so_far(
    s3: Any,  # noqa: ANN401 - a boto3 client
    output: Place,
    given: Mapping[str, Any],
    folders: Sequence[str],
    *,
    done: bool,
) -> list[FolderResult]:
    """Return a row for each folder of a run.

    Args:
        s3: a client.
        output: where the results are.
        given: what the run was told.
        folders: all of the run.
        done: whether the run has ended.
    """
    rows = {row.folder: row for row in from_markers(s3, output, given["first"], folders)}
    rest = {name for name in folders if name not in rows}
    tried: dict[str, list[Attempt]] = defaultdict(list)
    if rest:
        for each in attempts(s3, output, STATUS):
            if each.folder in rest:
                tried[each.folder].append(each)
    last = [attempt for each in tried.values() if (attempt := newest(each)) is not None]
    other = "not run" if done else "running"
    for folder, status in read_statuses(s3, last).items():
        if status.get("run") == given["run"] and status.get("exit_status"):
            has_failed = _has_failed(status, given, done=done)
            rows[folder] = FolderResult(
                folder,
                "failed" if has_failed else other,
                seconds=seconds_of(status) if has_failed else None,
                jobs=tuple(filter(None, [status.get("job_id")])),
                reason=str(status.get("reason") or ""),
            )
    return [rows.get(name) or FolderResult(name, other) for name in folders]


def _has_failed(status: Mapping[str, Any], given: Mapping[str, Any], *, done: bool) -> bool:
    """Tell whether nothing follows an attempt: a refusal, the second size, or a run that ended."""
    if status["exit_status"] == _TERMINATED:
        # Its machine was taken away, or the run was cancelled: that is no fault of the folder.
        return False
    if done or status["exit_status"] == _REFUSAL:
        return True
    had = number_of((status.get("resources") or {}).get("memory_mib"))
    first, second = (number_of(given[each]["memory_mib"]) for each in ("first", "second"))
    return had is not None and had == second != first
