"""Plates for fan-outs on the deployed lab, and what became of them."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.deployment.deployed import Deployed
from virtuallab import FolderResult, Plan, Run

PROJECT, FOLDER = "cytometry-screen", "projects/cytometry-screen/"
SCRIPT = Path(__file__).with_name("fan_out_script.py")
SECONDS = 90

Plates = Callable[[str, dict[str, str]], None]
MakePlan = Callable[..., Plan]


def settings(member: Callable[..., Any]) -> dict[str, Any]:
    """Return what the project's people are told."""
    answer = member("ssm").get_parameter(Name=f"/lab/demo/dev/fan_out/{PROJECT}")
    told: dict[str, Any] = json.loads(answer["Parameter"]["Value"])
    return told


def until_done(run: Run) -> dict[str, FolderResult]:
    """Wait for the end of a run and return the result of each folder."""
    deadline = time.monotonic() + SECONDS
    for progress in run.changes(seconds=0.2):
        assert time.monotonic() < deadline, progress
    return {row.folder: row for row in run.results()}


def objects(sandbox: Deployed, parent: str) -> dict[str, str]:
    """Return the ETags of the results of a parent, by key below its output."""
    prefix = f"{FOLDER}{parent}/"
    listed = sandbox.aws.client("s3").list_objects_v2(
        Bucket=sandbox.facts()["results_bucket_name"], Prefix=prefix
    )
    return {o["Key"].removeprefix(prefix): o["ETag"] for o in listed.get("Contents", ())}


def text(sandbox: Deployed, key: str) -> str:
    """Return a result."""
    bucket = sandbox.facts()["results_bucket_name"]
    found = sandbox.aws.client("s3").get_object(Bucket=bucket, Key=f"{FOLDER}{key}")
    return str(found["Body"].read().decode())


def running_job(sandbox: Deployed, run: Run, folder: str) -> str:
    """Return the job of a folder, as soon as it runs."""
    batch, facts = sandbox.aws.client("batch"), sandbox.facts()
    for _ in range(SECONDS * 10):
        for queue in (facts["batch_queue_arn"], facts["batch_on_demand_queue_arn"]):
            listed = batch.list_jobs(jobQueue=queue, jobStatus="RUNNING")["jobSummaryList"]
            for job in listed:
                if job["jobName"] == f"{run.name}-{folder}":
                    return str(job["jobId"])
        time.sleep(0.1)
    raise AssertionError(f"no job of {folder} runs")


def attempts(sandbox: Deployed, job: str) -> list[dict[str, Any]]:
    """Return the attempts of a job that have ended."""
    (found,) = sandbox.aws.client("batch").describe_jobs(jobs=[job])["jobs"]
    ended: list[dict[str, Any]] = found["attempts"]
    return ended


def share(sandbox: Deployed, folder: str, deliver: Plates, plan: MakePlan) -> None:
    """Have a job write a file into the project's folder, for others to see."""
    deliver(folder, {"writer": f"share {folder}.txt"})
    assert until_done(plan(folder).submit())["writer"].outcome == "succeeded"
    assert sandbox.aws.status().running
