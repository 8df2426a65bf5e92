"""A job that no machine can ever hold, although all checks before the submission were passed by."""

import csv
import io
import json
import time
from typing import Any

import pytest

from tests.deployment.deployed import Deployed
from tests.deployment.plates import FOLDER, PROJECT, SCRIPT
from virtuallab import Run, open_run, plan_fan_out

SECONDS = 60


@pytest.fixture(scope="module")
def run(production: Deployed) -> Run:
    """Start a run whose jobs ask for more vCPUs than the queue may ever have; wait for its end."""
    aws, facts = production.aws, production.facts()
    key = f"{FOLDER}huge/plate-1/task.txt"
    aws.client("s3").put_object(Bucket=facts["raw_bucket_name"], Key=key, Body=b"nothing")
    who: dict[str, Any] = {
        "lab": "demo",
        "env": "prod",
        "project": PROJECT,
        "client": lambda service, **_options: aws.client(service),
    }
    plan = plan_fan_out("raw/huge", script=SCRIPT, output="results/huge", **who)
    told = plan.execution_input("huge-1")
    told["first"] = {**told["first"], "vcpus": "5000"}
    manifest = io.StringIO()
    csv.writer(manifest).writerows([["folder"], ["plate-1"]])
    aws.client("s3").put_object(
        Bucket=told["manifest"]["bucket"],
        Key=told["manifest"]["key"],
        Body=manifest.getvalue().encode(),
    )
    aws.client("stepfunctions").start_execution(
        stateMachineArn=plan.settings.state_machine_arn, name="huge-1", input=json.dumps(told)
    )
    started, found = time.monotonic(), open_run("huge-1", **who)
    while not found.progress().done:
        assert time.monotonic() - started < SECONDS
        time.sleep(0.2)
    return found


def test_the_job_is_cancelled_and_told(production: Deployed, run: Run) -> None:
    """Batch gives it up after `unstartable_minutes`; the folder has failed, with that reason."""
    (row,) = run.results()
    assert (row.outcome, len(row.jobs)) == ("failed", 1)
    assert "JobStateTimeLimit" in row.reason
    assert "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE" in row.reason
    (job,) = production.aws.client("batch").describe_jobs(jobs=list(row.jobs))["jobs"]
    assert (job["status"], job["attempts"]) == ("FAILED", [])


def test_it_is_not_tried_with_even_more(run: Run) -> None:
    """A larger size would wait just as long."""
    assert run.summary()["escalated"] == 0
    assert run.summary()["failed"] == 1
