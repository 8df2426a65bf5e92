"""One embedded AWS for all tests of this folder, with buckets, settings and a state machine."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from localaws.instance import LocalAws
from tests.virtuallab.samples import LAB, settings_json
from virtuallab import Plan, plan_fan_out
from virtuallab.project import Project

ACCOUNT, REGION = "111122223333", "eu-central-1"
WAITING = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 3600, "End": True}}}
PASSING = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
_numbers = count(1)


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """Run one emulator for the whole session."""
    instance = LocalAws(tmp_path_factory.mktemp("local-aws"), ACCOUNT, REGION)
    instance.up()
    yield instance
    instance.down()


@pytest.fixture(scope="session")
def new_client(aws: LocalAws) -> Callable[[str], Any]:
    """Return what makes clients of the emulator, each of them once."""

    @cache
    def client(service: str) -> Any:  # noqa: ANN401
        return aws.client(service)

    for bucket in ("lab-raw", "lab-results"):
        place = {"LocationConstraint": REGION}
        client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    trusted = {**statement, "Principal": {"Service": "states.amazonaws.com"}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trusted]})
    client("iam").create_role(RoleName="states", AssumeRolePolicyDocument=policy)
    return client


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

    def options(self, **changes: object) -> dict[str, Any]:
        """Return the arguments of a fan-out of this project."""
        own = {"lab": LAB, "env": "dev", "project": self.project.name}
        work = {"script": self.script, "output": "results/counts"}
        return {**own, **work, "client": self.project.new_client, **changes}

    def plan(self, **changes: object) -> Plan:
        """Plan a fan-out over `raw/plates`."""
        return plan_fan_out("raw/plates", **self.options(**changes))


NewBench = Callable[..., Bench]


@pytest.fixture(autouse=True)
def _nobodys_project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the lab of whoever runs the tests."""
    for name in [each for each in os.environ if each.startswith("LAB_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def new_bench(new_client: Callable[[str], Any], tmp_path: Path) -> NewBench:
    """Return what makes a project with a state machine and settings."""

    def make(definition: dict[str, Any] = WAITING, **changes: object) -> Bench:
        name = f"project-{next(_numbers)}"
        made = new_client("stepfunctions").create_state_machine(
            name=name,
            definition=json.dumps(definition),
            roleArn=f"arn:aws:iam::{ACCOUNT}:role/states",
        )
        own = {"state_machine_arn": made["stateMachineArn"]}
        project = Project(LAB, "dev", name, new_client)
        value = settings_json(name, **{**own, **changes})
        new_client("ssm").put_parameter(Name=project.parameter, Value=value, Type="String")
        script = tmp_path / "count.py"
        script.write_text("print('counted')\n", encoding="utf-8")
        return Bench(project, script, f"projects/{name}/")

    return make


@pytest.fixture
def bench(new_bench: NewBench) -> Bench:
    """Return a project whose runs wait until they are stopped."""
    return new_bench()
