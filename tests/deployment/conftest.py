"""The demo lab on an embedded AWS, deployed once for all tests of this folder."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from localaws.deployment import deploy
from localaws.instance import LocalAws
from tests.deployment.deployed import Deployed, LoadConfig, Synth
from tests.deployment.members import member_of
from tests.deployment.plates import FOLDER, PROJECT, SCRIPT, MakePlan, Plates
from virtuallab import Plan, plan_fan_out


def run(folder: Path, config: LabConfig, assembly: Path) -> Iterator[Deployed]:
    """Deploy an assembly to an embedded AWS of its own, which is stopped in the end."""
    aws = LocalAws(folder, config.account, config.region)
    aws.up()
    try:
        yield Deployed(aws, config.env, assembly, deploy(aws, assembly))
    finally:
        aws.down()


@pytest.fixture(scope="session")
def sandbox(
    config: LoadConfig, synth: Synth, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployed]:
    """Deploy labs/demo, environment dev: a sandbox, whose data goes with it."""
    dev = config("labs/demo", "dev")
    yield from run(tmp_path_factory.mktemp("demo-dev"), dev, synth(dev))


@pytest.fixture(scope="session")
def production(
    config: LoadConfig, synth: Synth, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployed]:
    """Deploy labs/demo, environment prod: everything switched on, all data kept.

    Time limits of Batch pass quickly there.
    """
    prod = config("labs/demo", "prod")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCALAWS_BATCH_CLOCK_FACTOR", "600")
        yield from run(tmp_path_factory.mktemp("demo-prod"), prod, synth(prod))


@pytest.fixture(scope="session")
def cytometrist(sandbox: Deployed, config: LoadConfig) -> Callable[..., Any]:
    """Return what makes clients of a member of the project."""
    settings = config("labs/demo", "dev").enabled_projects()[PROJECT]
    return member_of(sandbox, PROJECT, settings)


@pytest.fixture(scope="session")
def deliver(sandbox: Deployed) -> Plates:
    """Return what puts folders into the raw bucket, as an instrument would."""
    s3, bucket = sandbox.aws.client("s3"), sandbox.facts()["raw_bucket_name"]

    def put(parent: str, tasks: dict[str, str]) -> None:
        for folder, task in tasks.items():
            key = f"{FOLDER}{parent}/{folder}/task.txt"
            s3.put_object(Bucket=bucket, Key=key, Body=task.encode())

    return put


@pytest.fixture(scope="session")
def plan(cytometrist: Callable[..., Any]) -> MakePlan:
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
            client=cytometrist,
            **options,
        )

    return make
