"""A whole fan-out on the deployed lab: real jobs, escalation, alerts, lost machines, resuming.

Its scripts run as processes of this machine, with the project's rights and its folder mounted.
"""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from localaws.reclaim import reclaim_host
from tests.deployment.conftest import Deployed, LoadConfig
from tests.deployment.members import member_of
from virtuallab import FolderResult, Plan, Run, plan_fan_out

PROJECT, FOLDER = "cytometry-screen", "projects/cytometry-screen/"
SCRIPT = Path(__file__).with_name("fan_out_script.py")
SECONDS = 90

Plates = Callable[[str, dict[str, str]], None]
MakePlan = Callable[..., Plan]


@pytest.fixture(scope="module")
def member(sandbox: Deployed, config: LoadConfig) -> Callable[..., Any]:
    """Return what makes clients of a member of the project."""
    settings = config("labs/demo", "dev").enabled_projects()[PROJECT]
    return member_of(sandbox, PROJECT, settings)


@pytest.fixture(scope="module")
def deliver(sandbox: Deployed) -> Plates:
    """Return what puts folders into the raw bucket, as an instrument would."""
    s3, bucket = sandbox.aws.client("s3"), sandbox.facts()["raw_bucket_name"]

    def put(parent: str, tasks: dict[str, str]) -> None:
        for folder, task in tasks.items():
            key = f"{FOLDER}{parent}/{folder}/task.txt"
            s3.put_object(Bucket=bucket, Key=key, Body=task.encode())

    return put


@pytest.fixture(scope="module")
def plan(member: Callable[..., Any]) -> MakePlan:
    """Return what plans a fan-out over a parent, with results beside those of other tests."""

    def make(parent: str, **options: Any) -> Plan:  # noqa: ANN401
        return plan_fan_out(
            f"raw/{parent}",
            script=SCRIPT,
            output=f"results/{parent}",
            memory_gib=0.5,
            variables={"CHANNEL": "FITC-A"},
            lab="demo",
            env="dev",
            project=PROJECT,
            client=member,
            **options,
        )

    return make


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


@pytest.fixture(scope="module")
def mailbox(sandbox: Deployed, member: Callable[..., Any]) -> Iterator[Callable[[], list[str]]]:
    """Return what reads the alerts: a queue stands in for the owner's mail program."""
    sqs, sns = sandbox.aws.client("sqs"), sandbox.aws.client("sns")
    queue = sqs.create_queue(QueueName="mailbox-of-test")["QueueUrl"]
    told = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    right = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}}
    statement = {**right, "Action": "sqs:SendMessage", "Resource": told["QueueArn"]}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    topic = settings(member)["alert_topic_arn"]
    subscribed = sns.subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=told["QueueArn"], ReturnSubscriptionArn=True
    )

    def read() -> list[str]:
        found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=0)
        return [json.loads(each["Body"])["Message"] for each in found.get("Messages", ())]

    yield read
    sns.unsubscribe(SubscriptionArn=subscribed["SubscriptionArn"])
    sqs.delete_queue(QueueUrl=queue)


@pytest.fixture(scope="module")
def first_run(
    sandbox: Deployed, deliver: Plates, plan: MakePlan, mailbox: Callable[[], list[str]]
) -> tuple[Run, dict[str, FolderResult], list[str]]:
    """Run six plates of which two are broken; return the run, its results and the alerts."""
    raw = sandbox.facts()["raw_bucket_name"]
    tasks = {
        "plate-1": "nothing",
        "plate-2": "memory 700",
        "plate-3": "fail",
        "plate-4": f"steal {raw}",
        "plate-5": "wait seen.txt",
        "plate-6": "share seen.txt",
    }
    deliver("first", tasks)
    run = plan("first").submit()
    return run, until_done(run), mailbox()


FirstRun = tuple[Run, dict[str, FolderResult], list[str]]


def test_every_folder_ends_as_it_should_whatever_the_others_do(first_run: FirstRun) -> None:
    """Too little memory is mended by the second size, a broken folder is not."""
    _, results, _ = first_run
    outcomes = {folder: row.outcome for folder, row in results.items()}
    assert outcomes == {
        "plate-1": "succeeded",
        "plate-2": "escalated",
        "plate-3": "failed",
        "plate-4": "succeeded",
        "plate-5": "succeeded",
        "plate-6": "succeeded",
    }
    assert {folder: len(row.jobs) for folder, row in results.items()} == {
        "plate-1": 1,
        "plate-2": 2,
        "plate-3": 2,
        "plate-4": 1,
        "plate-5": 1,
        "plate-6": 1,
    }


def test_the_second_job_has_more_memory_and_vcpus(sandbox: Deployed, first_run: FirstRun) -> None:
    """By the factors of the project's YAML; the first ended for want of memory."""
    jobs = sandbox.aws.client("batch").describe_jobs(jobs=list(first_run[1]["plate-2"].jobs))
    found = {each["status"]: each for each in jobs["jobs"]}
    sizes = {
        status: {r["type"]: r["value"] for r in each["container"]["resourceRequirements"]}
        for status, each in found.items()
    }
    assert sizes == {
        "FAILED": {"VCPU": "1", "MEMORY": "512"},
        "SUCCEEDED": {"VCPU": "2", "MEMORY": "1024"},
    }
    reason = found["FAILED"]["attempts"][-1]["container"]["reason"]
    assert reason.startswith("OutOfMemoryError")


def test_the_alert_names_folder_job_reason_and_log(first_run: FirstRun) -> None:
    """One alert for the one folder that failed for good."""
    run, results, (alert,) = first_run
    lines = dict(line.split(":", 1) for line in alert.splitlines() if ":" in line)
    row = results["plate-3"]
    assert lines["Folder"].strip().endswith("projects/cytometry-screen/first/plate-3/")
    assert lines["Run"].strip() == f"{run.name} of project cytometry-screen, lab demo dev"
    assert lines["Job"].strip() == row.jobs[-1]
    assert "exit status 1" in lines["Reason"]
    assert row.log.split("/")[-1] in lines["Log"]
    assert "/log-events/job$252Fdefault$252F" in lines["Log"]


def test_the_log_says_what_the_script_said(
    sandbox: Deployed, member: Callable[..., Any], first_run: FirstRun
) -> None:
    """In CloudWatch, and in the copy beside the results."""
    row = first_run[1]["plate-3"]
    logs, group = member("logs"), settings(member)["log_group"]
    events = logs.get_log_events(logGroupName=group, logStreamName=row.log)["events"]
    assert any("folder plate-3 is broken" in each["message"] for each in events)
    copy = text(sandbox, f"first/_lab/attempts/plate-3/{row.jobs[-1]}-1/log.txt")
    assert "folder plate-3 is broken" in copy


def test_a_job_has_the_project_s_rights_and_no_more(sandbox: Deployed, first_run: FirstRun) -> None:
    """Its script could not even list another project's folder."""
    assert first_run[1]["plate-4"].outcome == "succeeded"
    assert text(sandbox, "first/plate-4/stolen.txt") == "AccessDenied"


def test_jobs_share_the_project_s_folder(first_run: FirstRun) -> None:
    """One waited for a file that another wrote, under the same path as in notebooks."""
    assert {first_run[1][each].outcome for each in ("plate-5", "plate-6")} == {"succeeded"}


def test_variables_reach_the_script(sandbox: Deployed, first_run: FirstRun) -> None:
    """As they were written in the notebook."""
    assert first_run[1]["plate-1"].outcome == "succeeded"
    assert text(sandbox, "first/plate-1/channel.txt") == "FITC-A"


def test_half_results_are_never_among_whole_ones(sandbox: Deployed, first_run: FirstRun) -> None:
    """What failed left its files with its attempts."""
    found = objects(sandbox, "first")
    job = first_run[1]["plate-3"].jobs[0]
    assert not [key for key in found if key.startswith("plate-3/")]
    assert "_lab/complete/plate-3.json" not in found
    assert f"_lab/attempts/plate-3/{job}-1/files/unfinished.txt" in found
    assert "plate-1/unfinished.txt" not in found


def test_the_summary_counts_folders_and_money(first_run: FirstRun) -> None:
    """Seconds of all jobs, those that failed too, at the price of their size."""
    run, results, _ = first_run
    summary = run.summary()
    counted = {key: summary[key] for key in ("folders", "succeeded", "escalated", "failed")}
    assert counted == {"folders": 6, "succeeded": 4, "escalated": 1, "failed": 1}
    assert (summary["not_run"], summary["stopped"]) == (0, False)
    assert summary["seconds"] == pytest.approx(sum(row.seconds or 0 for row in results.values()))
    assert summary["cost_usd"] > 0


def test_a_second_submission_does_what_is_left(
    sandbox: Deployed, first_run: FirstRun, deliver: Plates, plan: MakePlan
) -> None:
    """The broken plate was mended; nothing that is complete is touched."""
    before = {k: v for k, v in objects(sandbox, "first").items() if k.startswith("plate-")}
    deliver("first", {"plate-3": "nothing"})
    again = plan("first")
    assert [job.folder for job in again.jobs] == ["plate-3"]
    run = again.submit()
    assert run.name != first_run[0].name
    assert until_done(run)["plate-3"].outcome == "succeeded"
    after = {k: v for k, v in objects(sandbox, "first").items() if k.startswith("plate-")}
    assert {key: after[key] for key in before} == before
    assert "plate-3/channel.txt" in after


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
    summary = run.summary()
    assert summary["stopped"]
    assert summary["failed"] == outcomes.count("failed") < 5
    assert summary["not_run"] == outcomes.count("not run") > 0
