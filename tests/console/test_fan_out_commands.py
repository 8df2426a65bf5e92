"""Tests of `lab submit` and `lab runs` as a person types them."""

import json
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import console.runs
from cdk.errors import LabError
from console.main import app
from localaws.instance import LocalAws
from tests.console.conftest import SMALL_LAB, Submitting, Workplace, let_submit
from tests.virtuallab.bench import ACCOUNT, REGION, Bench, make_bench, prepare

WORK = ("raw/plates", "count.py", "results/counts")


@pytest.fixture(scope="module")
def bench(workplace: Workplace) -> Iterator[Bench]:
    """Return a project of the workplace's lab, whose runs wait until they are stopped."""
    let_submit(workplace.folder, "alpha")
    aws = LocalAws(workplace.folder / Path(".lab/small-dev"), ACCOUNT, REGION)
    aws.up()
    prepare(aws.client)
    bench = make_bench(aws.client, workplace.folder, lab="small", name="alpha")
    bench.upload("plates/a/1", "plates/b/1")
    yield bench
    aws.down()


Lab = Callable[..., str]


@pytest.fixture
def place(new_desk: Callable[..., Submitting]) -> Submitting:
    """Return a project whose AWS is there already."""
    return new_desk()


@pytest.fixture
def lab(place: Submitting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Lab:
    """Return what runs a command in this process, for that project."""
    folder = shutil.copytree(SMALL_LAB, tmp_path / "lab")
    let_submit(folder, "alpha")
    monkeypatch.setattr(console.runs, "enter", lambda _, *, local: place.desk if local else None)

    def run(*arguments: str) -> str:
        where = ("--lab", str(folder), "--project", "alpha")
        return CliRunner().invoke(app, [*arguments, *where], catch_exceptions=False).stdout

    return run


def test_options_reach_the_plan(place: Submitting, lab: Lab) -> None:
    """Every one of them, by its name on the command line."""
    work = ("raw/plates", str(place.bench.script), "results/counts")
    sizes = ("--vcpus", "2", "--memory-gib", "8", "--minutes", "30", "--include", "*")
    limits = ("--max-concurrency", "1", "--max-failures", "3", "--timeout-minutes", "60")
    others = ("--var", "CHANNEL=FITC-A", "--name", "mine", "--skip-empty", "--gpus", "1")
    options = (*sizes, *limits, *others, "--no-wait", "--json")
    name = json.loads(lab("submit", *work, *options))["run"]
    (found,) = place.bench.s3.list_objects_v2(
        Bucket="lab-results", Prefix=f"{place.bench.root}counts/_lab/runs/{name}/plan.json"
    )["Contents"]
    body = place.bench.s3.get_object(Bucket="lab-results", Key=found["Key"])["Body"].read()
    plan = json.loads(body)
    assert name.startswith("mine-")
    assert (plan["first"]["vcpus"], plan["first"]["memory_mib"], plan["gpus"]) == ("2", "8192", 1)
    assert (plan["minutes"], plan["include"], plan["timeout_seconds"]) == (30, "*", 3600)
    assert (plan["max_concurrency"], plan["max_failures"]) == (1, 3)
    assert plan["environment"] == [
        {"Name": "CHANNEL", "Value": "FITC-A"},
        {"Name": "LAB_INCLUDE", "Value": "*"},
    ]


def test_runs_are_found_again(place: Submitting, lab: Lab) -> None:
    """Listed, shown, read and cancelled, each by its command."""
    run = place.bench.plan().submit()
    place.bench.complete("a", run=run.name)
    assert [each["name"] for each in json.loads(lab("runs", "list", "--json"))] == [run.name]
    assert json.loads(lab("runs", "show", run.name, "--json"))["status"] == "RUNNING"
    assert [row["outcome"] for row in json.loads(lab("runs", "results", "--json"))] == [
        "succeeded",
        "running",
    ]
    place.bench.attempt("a", "j-1", log="[1] counted")
    assert lab("runs", "log", run.name, "a") == "[1] counted\n"
    assert lab("runs", "cancel").startswith(f"{run.name} is cancelled")
    assert run.progress().status == "ABORTED"


def test_environment_may_be_that_of_the_notebook(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the project may."""
    monkeypatch.setenv("LAB_ENV", "nowhere")
    with pytest.raises(LabError, match="nowhere"):
        lab("runs", "list")


@pytest.mark.usefixtures("bench")
def test_all_problems_are_exit_code_2(workplace: Workplace) -> None:
    """One a line, without a traceback."""
    done = workplace.lab("submit", "raw/plate", "nothing.py", "results/counts", "--vcpus", "0")
    assert done.returncode == 2
    told = [line.split(":")[0] for line in done.stderr.splitlines()]
    assert told == ["parent", "script", "vcpus", "3 errors"]


@pytest.mark.usefixtures("bench")
def test_run_survives_ctrl_c(workplace: Workplace) -> None:
    """What is printed then works as it stands."""
    watching = workplace.start("submit", *WORK)
    assert watching.stdout is not None
    name = next(line.split(":")[0] for line in watching.stdout if ": RUNNING" in line)
    watching.send_signal(signal.SIGINT)
    told = watching.communicate(timeout=60)[0]
    assert watching.returncode == 130
    command = next(line for line in told.splitlines() if "lab runs cancel" in line)
    done = workplace.lab(*command.partition("   to ")[0].split()[1:])
    assert done.stdout.startswith(f"{name} is cancelled")
