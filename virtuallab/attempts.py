"""What attempts wrote down: why a folder failed, and what its script has printed."""

import json
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from virtuallab.places import RECORDS, Place

STATUS, LOG = "status.json", "log.txt"
_READERS = 16


@dataclass(frozen=True)
class Attempt:
    """One start of a folder's job that has left something.

    Attributes:
        place: where it is.
        folder: of which.
        job: id of its job in AWS Batch.
        number: of the attempt in its job.
        written: when.
    """

    place: Place
    folder: str
    job: str
    number: int
    written: datetime


def home(output: Place, folder: str = "") -> Place:
    """Return where the attempts of a folder are, or those of all."""
    return output.below(f"{RECORDS}/attempts/{folder}")


def attempts(s3: Any, output: Place, file: str, folder: str = "") -> Iterator[Attempt]:  # noqa: ANN401
    """Yield the attempts that have left a file.

    Args:
        s3: a client.
        output: where the results are.
        file: `STATUS` or `LOG`.
        folder: whose; all if it is empty.
    """
    place, every = home(output, folder), home(output)
    pages = s3.get_paginator("list_objects_v2")
    for page in pages.paginate(Bucket=place.bucket, Prefix=place.prefix):
        for each in page.get("Contents", ()):
            match each["Key"].removeprefix(every.prefix).split("/"):
                case [name, attempt, last] if last == file:
                    job, _, number = attempt.rpartition("-")
                    own = every.below(f"{name}/{attempt}")
                    count = int(number) if number.isdecimal() else 0
                    yield Attempt(own, name, job, count, each["LastModified"])


def newest(found: Collection[Attempt], jobs: Sequence[str] = ()) -> Attempt | None:
    """Return the last of some attempts.

    Args:
        found: attempts of one folder.
        jobs: its jobs in their order, where they are known; then no other job's attempt counts.
    """
    if not jobs:
        return max(found, key=lambda each: (each.written, each.number), default=None)
    own = [each for each in found if each.job in jobs]
    return max(own, key=lambda each: (jobs.index(each.job), each.number), default=None)


def read_statuses(s3: Any, found: Collection[Attempt]) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """Return what attempts say of themselves, by folder; what cannot be read says nothing."""

    def read(attempt: Attempt) -> tuple[str, dict[str, Any]]:
        return attempt.folder, _status(s3, attempt.place)

    with ThreadPoolExecutor(_READERS) as pool:
        return dict(pool.map(read, found))


def read_reasons(
    s3: Any,  # noqa: ANN401 - a boto3 client
    output: Place,
    last_jobs: Sequence[tuple[str, str]],
) -> dict[str, str]:
    """Return why folders failed, in one sentence each, as far as it was written down.

    Args:
        s3: a client.
        output: where the results are.
        last_jobs: folders, each with its last job.
    """

    def read(pair: tuple[str, str]) -> tuple[str, str]:
        folder, job = pair
        own = home(output, folder)
        try:
            # A delimiter leaves out what a failed attempt has kept, which may be many files.
            page = s3.list_objects_v2(
                Bucket=own.bucket, Prefix=f"{own.prefix}{job}-", Delimiter="/"
            )
        except (ClientError, BotoCoreError):
            return folder, ""
        numbers = [
            int(number)
            for each in page.get("CommonPrefixes", ())
            if (number := each["Prefix"].rstrip("/").rpartition("-")[2]).isdecimal()
        ]
        if not numbers:
            return folder, ""
        return folder, str(_status(s3, own.below(f"{job}-{max(numbers)}")).get("reason") or "")

    with ThreadPoolExecutor(_READERS) as pool:
        return dict(pool.map(read, last_jobs))


def _status(s3: Any, attempt: Place) -> dict[str, Any]:  # noqa: ANN401
    """Return an attempt's status: a reason that cannot be had must not hide the result itself."""
    try:
        found = s3.get_object(Bucket=attempt.bucket, Key=f"{attempt.prefix}{STATUS}")
        status = json.loads(found["Body"].read())
    except (ClientError, BotoCoreError, ValueError):
        return {}
    return status if isinstance(status, dict) else {}
