"""The results of a map run in S3, written as the execution role."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import json
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from ministack.services import stepfunctions

from localaws.stepfunctions import role
from localaws.stepfunctions.map_fields import MapFields
from localaws.stepfunctions.map_run import MapRun
from localaws.stepfunctions.running import Execution

RESOURCE = "arn:aws:states:::s3:putObject"
# Which of the three files tells about a child.
_FILES = {"SUCCEEDED": "SUCCEEDED", "FAILED": "FAILED", "ABORTED": "FAILED", "TIMED_OUT": "FAILED"}


def write(fields: MapFields, run: MapRun, items: list[Any], execution: Execution) -> dict[str, Any]:
    """Write what became of every item, and return what the Map state results in.

    Under `<Prefix>/<id of the map run>/` stand `SUCCEEDED_0.json`, `FAILED_0.json` (aborted ones
    too), `PENDING_0.json` where there are such children, and a `manifest.json` that lists them:
    docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html

    Raises:
        stepfunctions._ExecutionError: The role may not write there.
    """
    where = fields.arguments(fields.state["ResultWriter"])
    bucket, prefix = where["Bucket"], where.get("Prefix", "").strip("/")
    folder = "/".join(part for part in (prefix, run.arn.rsplit(":", 1)[-1]) if part)
    s3 = role.client(execution, "s3")
    listed: dict[str, list[dict[str, Any]]] = {"FAILED": [], "PENDING": [], "SUCCEEDED": []}
    try:
        for name, records in _records(fields, run, items).items():
            key, body = f"{folder}/{name}_0.json", json.dumps(records).encode()
            s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/json")
            listed[name].append({"Key": key, "Size": len(body)})
        manifest = {"DestinationBucket": bucket, "MapRunArn": run.arn, "ResultFiles": listed}
        key = f"{folder}/manifest.json"
        s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(manifest).encode())
    except (ClientError, BotoCoreError) as error:
        raise stepfunctions._ExecutionError(
            "States.ResultWriterFailed", f"{error} (Bucket: {bucket}, Prefix: {folder})"
        ) from error
    return {"MapRunArn": run.arn, "ResultWriterDetails": {"Bucket": bucket, "Key": key}}


def record(child: Execution) -> dict[str, Any]:
    """Return what is written about a child."""
    found = {
        "ExecutionArn": child["executionArn"],
        "Input": child["input"],
        "InputDetails": {"Included": True},
        "Name": child["name"],
        "RedriveCount": 0,
        "RedriveStatus": "NOT_REDRIVABLE",
        "StartDate": child["startDate"],
        "StateMachineArn": child["stateMachineArn"],
        "Status": child["status"],
        "StopDate": child["stopDate"],
    }
    if child["status"] == "SUCCEEDED":
        return found | {"Output": child["output"], "OutputDetails": {"Included": True}}
    return found | {key.title(): child[key] for key in ("error", "cause") if child.get(key)}


def _records(fields: MapFields, run: MapRun, items: list[Any]) -> dict[str, list[dict[str, Any]]]:
    """Return what is written into which file, in the order of the items."""
    found: dict[str, list[dict[str, Any]]] = {}
    started = run.started
    for child in started:
        found.setdefault(_FILES[child["status"]], []).append(record(child))
    pending = list(_pending(fields, run, items, len(started)))
    return found | ({"PENDING": pending} if pending else {})


def _pending(
    fields: MapFields, run: MapRun, items: list[Any], first: int
) -> Iterator[dict[str, Any]]:
    """Yield what is written about items whose children never began."""
    for index in range(first, len(items)):
        yield {
            "Input": json.dumps(fields.item_input(index, items[index])),
            "InputDetails": {"Included": True},
            "StateMachineArn": run.machine_arn,
            "Status": "PENDING",
        }
