"""Fan-outs on the deployed lab that lose machines, are cancelled, or fail everywhere."""

import time

from localaws.reclaim import reclaim_host
from tests.deployment.deployed import Deployed
from tests.deployment.plates import (
    SECONDS,
    MakePlan,
    Plates,
    attempts,
    objects,
    running_job,
    share,
    until_done,
)


def test_a_lost_machine_does_not_count(sandbox: Deployed, deliver: Plates, plan: MakePlan) -> None:
    """The same job starts again at the same size, and the folder has simply succeeded."""
    deliver("reclaimed", {"plate-1": "wait reclaimed-go.txt"})
    run = plan("reclaimed").submit()
    job = running_job(sandbox, run, "plate-1")
    reclaim_host(sandbox.aws, job)
    share(sandbox, "reclaimed-go", deliver, plan)
    row = until_done(run)["plate-1"]
    assert (row.outcome, row.jobs) == ("succeeded", (job,))
    assert attempts(sandbox, job)[0]["statusReason"].startswith("Host EC2 (instance i-")


def test_a_machine_that_is_lost_again_and_again_is_replaced_by_one_on_demand(
    sandbox: Deployed, deliver: Plates, plan: MakePlan
) -> None:
    """After as many losses as the YAML allows; still no failure, and no larger size."""
    deliver("unlucky", {"plate-1": "wait unlucky-go.txt"})
    run = plan("unlucky").submit()
    for lost in range(3):
        job = running_job(sandbox, run, "plate-1")
        reclaim_host(sandbox.aws, job)
        for _ in range(SECONDS * 10):
            if len(attempts(sandbox, job)) > lost:
                break
            time.sleep(0.1)
    share(sandbox, "unlucky-go", deliver, plan)
    row = until_done(run)["plate-1"]
    assert (row.outcome, len(row.jobs)) == ("succeeded", 2)
    jobs = sandbox.aws.client("batch").describe_jobs(jobs=list(row.jobs))["jobs"]
    assert [each["jobQueue"] for each in sorted(jobs, key=lambda each: each["createdAt"])] == [
        sandbox.facts()["batch_queue_arn"],
        sandbox.facts()["batch_on_demand_queue_arn"],
    ]


def test_a_run_that_was_interrupted_is_resumed(
    sandbox: Deployed, deliver: Plates, plan: MakePlan
) -> None:
    """What was complete stays; jobs that ran were ended; the rest is done by the next run."""
    deliver("resumed", {"plate-1": "nothing", "plate-2": "wait resumed-go.txt"})
    run = plan("resumed").submit()
    for _ in range(SECONDS * 10):
        if "_lab/complete/plate-1.json" in objects(sandbox, "resumed"):
            break
        time.sleep(0.1)
    job = running_job(sandbox, run, "plate-2")
    run.cancel()
    for progress in run.changes(seconds=0.2):
        assert progress.status in {"RUNNING", "ABORTED"}
    for _ in range(SECONDS * 10):
        (found,) = sandbox.aws.client("batch").describe_jobs(jobs=[job])["jobs"]
        if found["status"] == "FAILED":
            break
        time.sleep(0.1)
    assert found["status"] == "FAILED"
    kept = objects(sandbox, "resumed")["_lab/complete/plate-1.json"]
    share(sandbox, "resumed-go", deliver, plan)
    again = plan("resumed")
    assert [each.folder for each in again.jobs] == ["plate-2"]
    assert until_done(again.submit())["plate-2"].outcome == "succeeded"
    assert objects(sandbox, "resumed")["_lab/complete/plate-1.json"] == kept


def test_a_script_that_fails_everywhere_stops_the_run(deliver: Plates, plan: MakePlan) -> None:
    """After as many folders as are allowed to fail; the others are not started."""
    deliver("broken", {f"plate-{number}": "fail" for number in range(6)})
    run = plan("broken", max_failures=1, max_concurrency=2).submit()
    outcomes = [row.outcome for row in until_done(run).values()]
    assert run.progress().status == "FAILED"
    assert "ExceedToleratedFailureThreshold" in run.progress().reason
    summary = run.summary()
    assert summary["stopped"]
    assert summary["failed"] == outcomes.count("failed") < 5
    assert summary["not_run"] == outcomes.count("not run") > 0
