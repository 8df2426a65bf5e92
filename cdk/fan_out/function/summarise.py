"""Sum up a fan-out from what Step Functions wrote of it: a summary, and a row for each folder."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import boto3

COLUMNS = ("folder", "outcome", "seconds", "cost_usd", "jobs", "reason", "log")
_OUTCOMES = ("succeeded", "escalated", "failed")


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Write `summary.json` and `results.csv` beside the map's own results.

    Args:
        event: `run`, `manifest` (`bucket`, `key`), `results` (`bucket`, `prefix` ending in /), and
            `stopped`: whether the map gave up because of too many failures.

    Returns:
        The summary: how many folders there are of each outcome, seconds of jobs, and what they cost
        by the prices of the submission; `cost_usd` is None if one of them is not known.
    """
    s3 = boto3.client("s3")
    results = event["results"]
    rows = {row["folder"]: row for row in _rows(s3, results["bucket"], f"{results['prefix']}map/")}
    wanted = _manifest(s3, event["manifest"])
    outcomes = Counter(row["outcome"] for row in rows.values())
    costs = [row["cost_usd"] for row in rows.values()]
    summary = {
        "run": event["run"],
        "folders": len(wanted),
        **{outcome: outcomes[outcome] for outcome in _OUTCOMES},
        "not_run": len(wanted) - sum(outcomes[outcome] for outcome in _OUTCOMES),
        "seconds": round(sum(row["seconds"] for row in rows.values()), 3),
        "cost_usd": None if None in costs else round(sum(costs), 4),
        "stopped": event["stopped"],
    }
    _put(s3, results, "results.csv", _table(wanted, rows), "text/csv")
    _put(s3, results, "summary.json", json.dumps(summary, indent=1), "application/json")
    return summary


def _rows(s3: Any, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Yield a result for each child workflow that ended.

    docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
    """
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    written = [item["Key"] for page in pages for item in page.get("Contents", ())]
    for manifest in (key for key in written if key.endswith("/manifest.json")):
        files = json.loads(_read(s3, bucket, manifest))["ResultFiles"]
        for status in ("SUCCEEDED", "FAILED"):
            for file in files.get(status, ()):
                for child in json.loads(_read(s3, bucket, file["Key"])):
                    yield _row(child)


def _row(child: dict[str, Any]) -> dict[str, Any]:
    if child.get("Output"):
        return dict(json.loads(child["Output"]))
    if child.get("Error") == "FolderFailed":
        return dict(json.loads(child["Cause"]))
    reason = ": ".join(filter(None, (child["Status"], child.get("Error"), child.get("Cause"))))
    return {
        "folder": json.loads(child["Input"])["folder"],
        # Stopped with the map: it may be fine, and is tried again with the next submission.
        "outcome": "not run" if child["Status"] == "ABORTED" else "failed",
        "jobs": [],
        "seconds": 0,
        "cost_usd": 0,
        "reason": reason,
        "log": "",
    }


def _manifest(s3: Any, place: dict[str, str]) -> list[str]:  # noqa: ANN401
    text = _read(s3, place["bucket"], place["key"])
    return [row["folder"] for row in csv.DictReader(io.StringIO(text))]


def _table(wanted: list[str], rows: dict[str, dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for folder in wanted:
        row = rows.get(folder, {"folder": folder, "outcome": "not run", "jobs": []})
        writer.writerow({**row, "jobs": " ".join(row["jobs"])})
    return text.getvalue()


def _read(s3: Any, bucket: str, key: str) -> str:  # noqa: ANN401
    return str(s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode())


def _put(s3: Any, results: dict[str, str], name: str, text: str, content_type: str) -> None:  # noqa: ANN401
    s3.put_object(
        Bucket=results["bucket"],
        Key=f"{results['prefix']}{name}",
        Body=text.encode(),
        ContentType=content_type,
    )
