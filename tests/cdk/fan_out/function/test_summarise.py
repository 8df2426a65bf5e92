"""The summary of a run, from what Step Functions writes, with a stand-in for S3."""

import csv
import io
import json
from typing import Any

import pytest

from cdk.fan_out.function import summarise

PLACE = {"bucket": "results", "prefix": "counts/_lab/runs/r-1/"}
EVENT = {
    "run": "r-1",
    "manifest": {"bucket": "results", "key": "counts/_lab/runs/r-1/manifest.csv"},
    "results": PLACE,
    "stopped": False,
}


class Bucket:
    """A stand-in for the few operations of S3 that the function needs."""

    def __init__(self, objects: dict[str, str]) -> None:
        self.objects = objects

    def get_paginator(self, _name: str) -> "Bucket":
        """Return what lists objects."""
        return self

    def paginate(self, **wanted: str) -> list[dict[str, Any]]:
        """List objects, one page for each."""
        found = [key for key in self.objects if key.startswith(wanted["Prefix"])]
        return [{"Contents": [{"Key": key}]} for key in found] or [{}]

    def get_object(self, **wanted: str) -> dict[str, Any]:
        """Return an object."""
        return {"Body": io.BytesIO(self.objects[wanted["Key"]].encode())}

    def put_object(self, **wanted: Any) -> None:  # noqa: ANN401
        """Keep an object."""
        self.objects[wanted["Key"]] = wanted["Body"].decode()


def child(status: str, folder: str, **more: object) -> dict[str, Any]:
    """Return what Step Functions writes about a child workflow."""
    return {"Status": status, "Input": json.dumps({"folder": folder}), **more}


def result(folder: str, outcome: str, **more: object) -> str:
    """Return what a child workflow says of its folder."""
    usual = {"jobs": ["j1"], "seconds": 60, "cost_usd": 0.5, "reason": "", "log": "job/default/1"}
    return json.dumps({"folder": folder, "outcome": outcome, **usual, **more})


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the objects of a run of six folders, of which five were started."""
    succeeded = [
        child("SUCCEEDED", "a", Output=result("a", "succeeded")),
        child("SUCCEEDED", "b", Output=result("b", "escalated", jobs=["j2", "j3"])),
    ]
    failed = [
        child("FAILED", "c", Error="FolderFailed", Cause=result("c", "failed", reason="exit 1")),
        child("FAILED", "d", Error="States.Runtime", Cause="no such thing"),
        child("ABORTED", "e"),
    ]
    folder = f"{PLACE['prefix']}map/0a1b/"
    files = {
        "SUCCEEDED": [{"Key": f"{folder}SUCCEEDED_0.json", "Size": 1}],
        "FAILED": [{"Key": f"{folder}FAILED_0.json", "Size": 1}],
        "PENDING": [],
    }
    objects = {
        EVENT["manifest"]["key"]: "folder\na\nb\nc\nd\ne\nf\n",  # type: ignore[index]
        f"{folder}manifest.json": json.dumps({"ResultFiles": files}),
        f"{folder}SUCCEEDED_0.json": json.dumps(succeeded),
        f"{folder}FAILED_0.json": json.dumps(failed),
    }
    monkeypatch.setattr("boto3.client", lambda _: Bucket(objects))
    return objects


def test_every_folder_is_counted_once(written: dict[str, str]) -> None:
    """What was aborted or never started is not run, and no failure."""
    summary = summarise.handler(EVENT, None)
    assert summary == {
        "run": "r-1",
        "folders": 6,
        "succeeded": 1,
        "escalated": 1,
        "failed": 2,
        "not_run": 2,
        "seconds": 180,
        "cost_usd": 1.5,
        "stopped": False,
    }
    assert json.loads(written[f"{PLACE['prefix']}summary.json"]) == summary


def test_the_table_has_a_row_for_each_folder_of_the_manifest(written: dict[str, str]) -> None:
    """In its order, with the reason of what failed."""
    summarise.handler(EVENT, None)
    rows = list(csv.DictReader(io.StringIO(written[f"{PLACE['prefix']}results.csv"])))
    assert [(row["folder"], row["outcome"], row["jobs"], row["reason"]) for row in rows] == [
        ("a", "succeeded", "j1", ""),
        ("b", "escalated", "j2 j3", ""),
        ("c", "failed", "j1", "exit 1"),
        ("d", "failed", "", "FAILED: States.Runtime: no such thing"),
        ("e", "not run", "", "ABORTED"),
        ("f", "not run", "", ""),
    ]


def test_a_price_that_nobody_knows_makes_no_sum(written: dict[str, str]) -> None:
    """Half a sum would look like a cheap run."""
    key = f"{PLACE['prefix']}map/0a1b/SUCCEEDED_0.json"
    unknown = child("SUCCEEDED", "a", Output=result("a", "succeeded", cost_usd=None))
    written[key] = json.dumps([unknown])
    assert summarise.handler(EVENT, None)["cost_usd"] is None


def test_a_map_that_wrote_nothing_leaves_all_to_be_run(written: dict[str, str]) -> None:
    """As when it was stopped at once."""
    for key in [key for key in written if "/map/" in key]:
        del written[key]
    summary = summarise.handler({**EVENT, "stopped": True}, None)
    assert (summary["not_run"], summary["stopped"]) == (6, True)
