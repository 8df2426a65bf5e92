"""A project of a test's own on a running AWS: buckets, settings, a state machine, a script."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from localaws.instance import LocalAws
from tests.virtuallab.samples import LAB, settings_json
from virtuallab import Plan, plan_fan_out
from virtuallab.project import Project

ACCOUNT, REGION = "111122223333", "eu-central-1"
WAITING = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 3600, "End": True}}}
PASSING = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
NewClient = Callable[[str], Any]
_numbers = count(1)


@dataclass(frozen=True)
class Bench:
    """A project of a test's own, with a script."""

    project: Project
    script: Path
    root: str

    @property
    def s3(self) -> Any:  # noqa: ANN401
        """Return a client of S3."""
        return self.project.s3

    def upload(self, *keys: str) -> None:
        """Put small objects into the project's raw folder."""
        for key in keys:
            self.s3.put_object(Bucket="lab-raw", Key=f"{self.root}{key}", Body=b"data")

    def complete(self, *folders: str, **facts: object) -> None:
        """Write markers, as the runner does."""
        for folder in folders:
            key = f"{self.root}counts/_lab/complete/{folder}.json"
            self.s3.put_object(Bucket="lab-results", Key=key, Body=json.dumps(facts).encode())

    def attempt(self, folder: str, job: str, log: str = "", **status: object) -> None:
        """Write log and status of an attempt, as the runner does."""
        own = f"{self.root}counts/_lab/attempts/{folder}/{job}/"
        for file, text in (("log.txt", log), ("status.json", json.dumps(status))):
            self.s3.put_object(Bucket="lab-results", Key=f"{own}{file}", Body=text.encode())

    def options(self, **changes: object) -> dict[str, Any]:
        """Return the arguments of a fan-out of this project."""
        own = {"lab": self.project.lab, "env": "dev", "project": self.project.name}
        work = {"script": self.script, "output": "results/counts"}
        return {**own, **work, "client": self.project.new_client, **changes}

    def plan(self, **changes: object) -> Plan:
        """Plan a fan-out over `raw/plates`."""
        return plan_fan_out("raw/plates", **self.options(**changes))


@contextmanager
def emulated(folder: Path) -> Iterator[NewClient]:
    """Run an embedded AWS with a lab's buckets; give what makes its clients, each of them once."""
    aws = LocalAws(folder, ACCOUNT, REGION)
    aws.up()
    try:
        client = cache(aws.client)
        prepare(client)
        yield client
    finally:
        aws.down()


def prepare(new_client: NewClient) -> None:
    """Make the buckets of a lab and the role of state machines."""
    for bucket in ("lab-raw", "lab-results"):
        place = {"LocationConstraint": REGION}
        new_client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    trusted = {**statement, "Principal": {"Service": "states.amazonaws.com"}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trusted]})
    new_client("iam").create_role(RoleName="states", AssumeRolePolicyDocument=policy)


def make_bench(
    new_client: NewClient,
    folder: Path,
    definition: dict[str, Any] = WAITING,
    *,
    lab: str = LAB,
    name: str | None = None,
) -> Bench:
    """Make a project with a state machine and settings.

    Args:
        new_client: what makes clients of the AWS.
        folder: where to write the script.
        definition: of the state machine.
        lab: whose project it is.
        name: of the project; without, one that is not taken.
    """
    name = name or f"project-{next(_numbers)}"
    made = new_client("stepfunctions").create_state_machine(
        name=name,
        definition=json.dumps(definition),
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/states",
    )
    project = Project(lab, "dev", name, new_client)
    value = settings_json(name, state_machine_arn=made["stateMachineArn"])
    new_client("ssm").put_parameter(Name=project.parameter, Value=value, Type="String")
    script = folder / "count.py"
    script.write_text("print('counted')\n", encoding="utf-8")
    return Bench(project, script, f"projects/{name}/")
