"""The demo's fan-out: plates of a drug screen, a job each, with an escalation and an alert."""

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from typing import Any

from cdk.naming import fan_out_path, project_prefix
from cdk.project.config import ProjectConfig
from console.errors import ConsoleError
from console.evidence import Evidence
from console.report import note, print_table, say
from console.scientist import PYTHON, act_as_project
from console.target import LocalTarget
from localaws.installation import ROOT
from virtuallab import FolderResult, plan_fan_out

PROJECT = "cytometry-screen"
EXAMPLES = ROOT / "examples"
MAILBOX = "mailbox-of-the-demo"
EXPECTED = {
    "plate-01": "succeeded",
    "plate-02": "succeeded",
    "plate-03": "escalated",
    "plate-04": "succeeded",
    "plate-05": "failed",
}


def fan_out_plates(
    target: LocalTarget, lab: tuple[str, str], project: ProjectConfig, role_arn: str, raw: str
) -> Iterator[Evidence]:
    """Deliver plates, analyse each as a job, and say what became of them.

    Args:
        target: the embedded AWS.
        lab: name and environment of the lab.
        project: settings of the project `cytometry-screen`.
        role_arn: the project's role.
        raw: name of the bucket that instruments deliver to.
    """
    _deliver(f"s3://{raw}/{project_prefix(PROJECT)}plates/")
    keys = act_as_project(target, project, role_arn)

    def client(service: str, **_options: Any) -> Any:  # noqa: ANN401 - boto3 makes clients
        return target.client(service, keys)

    plan = plan_fan_out(
        "raw/plates",
        script=EXAMPLES / "gate_plate.py",
        output="results/gated",
        include="*.fcs",
        memory_gib=0.2,
        minutes=2,
        variables={"CHANNEL": "CD4-FITC-A"},
        lab=lab[0],
        env=lab[1],
        project=PROJECT,
        client=client,
    )
    done_before = set(EXPECTED) - {job.folder for job in plan.jobs}
    say(f"\n{plan}")
    with _mailbox(target, client, lab) as read:
        run = plan.submit()
        for progress in run.changes(seconds=1):
            note(str(progress))
        alerts = read()
    rows = {row.folder: row for row in run.results()}
    print_table("\nA job for each plate", ("plate", "outcome", "jobs", "reason"), _table(rows))
    for alert in alerts:
        say(f"\nThe mail that the project's owner gets\n{alert}")
    yield from _evidence(rows, alerts, done_before)
    yield _runner(client, lab, next(iter(rows.values())).log)


def _deliver(parent: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own script and interpreter
        [str(PYTHON), str(EXAMPLES / "deliver_plates.py"), parent],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ConsoleError(f"The plates could not be delivered:\n{done.stderr.rstrip()}")


def _table(rows: dict[str, FolderResult]) -> Iterator[tuple[str, str, str, str]]:
    for folder, row in sorted(rows.items()):
        yield folder, row.outcome, str(len(row.jobs)), row.reason


def _evidence(
    rows: dict[str, FolderResult], alerts: list[str], done_before: set[str]
) -> Iterator[Evidence]:
    """Say whether each plate ended as it was delivered; a second demo runs what failed alone."""
    expected = {name: what for name, what in EXPECTED.items() if name not in done_before}
    outcomes = {name: row.outcome for name, row in rows.items() if name not in done_before}
    answer = ", ".join(f"{name} {outcome}" for name, outcome in sorted(outcomes.items()))
    yield Evidence("Did the plates end as delivered?", answer, outcomes == expected)
    failed = [name for name, outcome in expected.items() if outcome == "failed"]
    told = [name for name in failed if any(f"/{name}/" in alert for alert in alerts)]
    told_of = f"{len(alerts)} mail about {', '.join(told) or 'nothing'}"
    yield Evidence("Is a lasting failure told?", told_of, told == failed)


def _runner(client: Any, lab: tuple[str, str], log: str) -> Evidence:  # noqa: ANN401
    """Say what ran the jobs here, by the first line of a log: a process, or a container."""
    group = _settings(client, lab)["log_group"]
    events = client("logs").get_log_events(
        logGroupName=group, logStreamName=log, startFromHead=True, limit=1
    )["events"]
    line = events[0]["message"] if events else ""
    return Evidence("What runs a job here?", line, line.startswith("runner: "))


def _settings(client: Any, lab: tuple[str, str]) -> dict[str, Any]:  # noqa: ANN401
    answer = client("ssm").get_parameter(Name=fan_out_path(*lab, PROJECT))
    told: dict[str, Any] = json.loads(answer["Parameter"]["Value"])
    return told


@contextlib.contextmanager
def _mailbox(target: LocalTarget, client: Any, lab: tuple[str, str]) -> Iterator[Any]:  # noqa: ANN401
    """Receive the project's alerts in a queue, which stands in for the owner's mail program."""
    sqs, sns = target.client("sqs"), target.client("sns")
    topic = _settings(client, lab)["alert_topic_arn"]
    queue = sqs.create_queue(QueueName=MAILBOX)["QueueUrl"]
    told = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": told["QueueArn"],
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    subscription = sns.subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=told["QueueArn"], ReturnSubscriptionArn=True
    )["SubscriptionArn"]

    def read() -> list[str]:
        found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
        return [json.loads(each["Body"])["Message"] for each in found.get("Messages", ())]

    try:
        yield read
    finally:
        sns.unsubscribe(SubscriptionArn=subscription)
        sqs.delete_queue(QueueUrl=queue)
