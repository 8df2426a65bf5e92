"""Markers of complete folders: what the runner writes last, after all results."""

import json
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from virtuallab.places import RECORDS, Place

_ENDING = ".json"
_READERS = 16
_SAMPLE = 10


def complete_folders(s3: Any, output: Place, wanted: Collection[str] | None = None) -> set[str]:  # noqa: ANN401
    """Return the names of folders that have their results.

    Args:
        s3: a client.
        output: where the results are.
        wanted: names of interest, all if it is None: other people's are not even remembered.
    """
    return {name for name in _names(s3, output) if wanted is None or name in wanted}


def read_markers(s3: Any, output: Place, names: Collection[str]) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Read markers, some at a time, in the order of their names."""

    def read(name: str) -> dict[str, Any]:
        key = f"{_home(output).prefix}{name}{_ENDING}"
        body = s3.get_object(Bucket=output.bucket, Key=key)["Body"].read()
        return {"folder": name, **_facts(body)}

    with ThreadPoolExecutor(_READERS) as pool:
        yield from pool.map(read, sorted(names))


def are_of_another_script(s3: Any, output: Place, names: Collection[str], sha256: str) -> bool:  # noqa: ANN401
    """Tell whether complete folders, by a sample, hold the results of another script."""
    ordered = sorted(names)
    sample = ordered[:: max(1, len(ordered) // _SAMPLE)]
    markers = read_markers(s3, output, sample)
    return any(marker.get("script_sha256") != sha256 for marker in markers)


def _facts(body: bytes) -> dict[str, Any]:
    """Return what is in a marker: one that is no JSON says nothing, and complete is complete."""
    try:
        facts = json.loads(body)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def _home(output: Place) -> Place:
    return output.below(f"{RECORDS}/complete")


def _names(s3: Any, output: Place) -> Iterator[str]:  # noqa: ANN401
    home = _home(output)
    pages = s3.get_paginator("list_objects_v2")
    for page in pages.paginate(Bucket=home.bucket, Prefix=home.prefix):
        for each in page.get("Contents", ()):
            name = each["Key"].removeprefix(home.prefix)
            if name.endswith(_ENDING):
                yield name.removesuffix(_ENDING)
