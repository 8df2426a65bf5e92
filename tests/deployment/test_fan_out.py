"""A whole fan-out on the deployed lab: real jobs, an escalation, an alert, results, a summary.

Its scripts run as processes of this machine, with the project's rights and its folder mounted.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.deployment.deployed import Deployed
from tests.deployment.plates import (
    MakePlan,
    Plates,
    objects,
    settings,
    text,
    until_done,
)
from virtuallab import FolderResult, Run


@pytest.fixture(scope="module")
def mailbox(
    sandbox: Deployed, cytometrist: Callable[..., Any]
) -> Iterator[Callable[[], list[str]]]:
    """Return what reads the alerts: a queue stands in for the owner's mail program."""
    sqs, sns = sandbox.aws.client("sqs"), sandbox.aws.client("sns")
    queue = sqs.create_queue(QueueName="mailbox-of-test")["QueueUrl"]
    told = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    right = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}}
    statement = {**right, "Action": "sqs:SendMessage", "Resource": told["QueueArn"]}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    topic = settings(cytometrist)["alert_topic_arn"]
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
    assert "folder plate-3 is broken" in results["plate-3"].reason
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
    sandbox: Deployed, cytometrist: Callable[..., Any], first_run: FirstRun
) -> None:
    """In CloudWatch, and in the copy beside the results."""
    row = first_run[1]["plate-3"]
    logs, group = cytometrist("logs"), settings(cytometrist)["log_group"]
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
