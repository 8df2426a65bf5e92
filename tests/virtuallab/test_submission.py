"""Tests of submissions against a real Step Functions: each can be repeated at any point."""

import csv
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.virtuallab.bench import PASSING, Bench
from virtuallab import FanOutError, Plan, executions, plan_fan_out, submission
from virtuallab.executions import UnderWay
from virtuallab.submission import submit


def _stop(bench: Bench, arn: str | None) -> None:
    bench.project.states.stop_execution(executionArn=arn)


def _runs(bench: Bench, plan: Plan) -> list[dict[str, Any]]:
    machine = plan.settings.state_machine_arn
    found = bench.project.states.list_executions(stateMachineArn=machine)["executions"]
    return sorted(found, key=lambda each: str(each["name"]))


def test_run_has_script_manifest_and_plan(bench: Bench) -> None:
    """All of them are there before the state machine reads them."""
    bench.upload("plates/a/1", "plates/b/1", "plates/c/1")
    bench.complete("b")
    plan = bench.plan()
    run = submit(plan)
    assert run.name == f"{plan.family}-1"

    def read(uri: str) -> str:
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        return str(bench.s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode())

    given = json.loads(bench.project.states.describe_execution(executionArn=run.arn)["input"])
    assert given == plan.execution_input(run.name)
    assert read(given["script"]) == "print('counted')\n"
    rows = csv.DictReader(read(f"{run.records.uri}manifest.csv").splitlines())
    assert [row["folder"] for row in rows] == ["a", "c"]
    assert json.loads(read(f"{run.records.uri}plan.json")) == plan.as_json(run.name)


def test_second_submission_attaches_to_the_first(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also when some folders have become complete since, or limits have changed."""
    bench.upload("plates/a/1", "plates/b/1")
    first = submit(bench.plan())
    bench.complete("a")
    plan = bench.plan(max_concurrency=3)
    assert submit(plan).arn == first.arn
    assert len(_runs(bench, plan)) == 1
    told = f"{first.name} does this already: attached to it, with the options it was started with"
    assert told in capsys.readouterr().err


def test_interrupted_submission_goes_on_under_its_name(bench: Bench) -> None:
    """Files were uploaded, but nothing was started."""
    bench.upload("plates/a/1")
    plan = bench.plan()
    name = f"{plan.family}-1"
    bench.s3.put_object(
        Bucket="lab-results", Key=f"{plan.records(name).prefix}manifest.csv", Body=b"half"
    )
    run = submit(plan)
    assert run.name == name
    body = bench.s3.get_object(Bucket="lab-results", Key=f"{run.records.prefix}manifest.csv")
    assert body["Body"].read() == b"folder\na\n"


def test_somebody_else_may_start_it_in_between(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes second attaches."""
    bench.upload("plates/a/1")
    plan = bench.plan()
    upload = bench.s3.put_object

    def put_object(**given: object) -> None:
        upload(**given)
        if str(given["Key"]).endswith("plan.json"):
            states, run = bench.project.states, f"{plan.family}-1"
            states.start_execution(stateMachineArn=plan.settings.state_machine_arn, name=run)

    monkeypatch.setattr(bench.s3, "put_object", put_object)
    assert submit(plan).name == f"{plan.family}-1"
    assert len(_runs(bench, plan)) == 1


def test_run_that_has_ended_gets_a_successor(bench: Bench) -> None:
    """With the next number, for what is still to do."""
    bench.upload("plates/a/1")
    plan = bench.plan()
    _stop(bench, submit(plan).arn)
    assert submit(plan).name == f"{plan.family}-2"
    assert [each["status"] for each in _runs(bench, plan)] == ["ABORTED", "RUNNING"]


def test_run_that_aws_has_forgotten_keeps_its_records(bench: Bench) -> None:
    """Step Functions forgets after 90 days; the summary shows that there was one."""
    bench.upload("plates/a/1")
    plan = bench.plan()
    key = f"{plan.records(f'{plan.family}-1').prefix}summary.json"
    bench.s3.put_object(Bucket="lab-results", Key=key, Body=b"{}")
    assert submit(plan).name == f"{plan.family}-2"


def test_other_run_that_writes_to_the_same_place_is_in_the_way(bench: Bench) -> None:
    """Refused with its name; once it has ended, it is not."""
    bench.upload("plates/a/1")
    running = submit(bench.plan())
    for output in ("results/counts", "results/counts/deeper"):
        with pytest.raises(FanOutError, match=f"run {running.name} writes to s3://lab-results"):
            submit(bench.plan(vcpus=2, output=output))
    assert submit(bench.plan(output="results/other")).name != running.name
    _stop(bench, running.arn)
    assert submit(bench.plan(vcpus=2)).arn is not None


def test_run_that_started_at_the_same_moment_goes_on_alone(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither could see the other before it began; the one that came second stops itself."""
    bench.upload("plates/a/1")
    plans = [bench.plan(), bench.plan(vcpus=2)]
    with monkeypatch.context() as nobody_sees:
        nobody_sees.setattr(submission, "running", lambda *_: iter(()))
        earlier = submit(plans[0])
    sees_others = iter([False, True])

    def running(*given: Any) -> Iterator[UnderWay]:  # noqa: ANN401
        return executions.running(*given) if next(sees_others) else iter(())

    monkeypatch.setattr(submission, "running", running)
    with pytest.raises(FanOutError, match=f"output: run {earlier.name} writes to"):
        submit(plans[1])
    statuses = {each["name"]: each["status"] for each in _runs(bench, plans[0])}
    assert statuses == {earlier.name: "RUNNING", f"{plans[1].family}-1": "ABORTED"}


def test_input_that_is_still_written_is_not_analysed(bench: Bench) -> None:
    """The second of two steps waits for the first."""
    bench.upload("plates/a/1")
    running = submit(bench.plan())
    bench.s3.put_object(Bucket="lab-results", Key=f"{bench.root}counts/a/x", Body=b"1")
    second = plan_fan_out("results/counts", **bench.options(output="results/merged"))
    with pytest.raises(FanOutError, match=f"parent: run {running.name} still writes to"):
        submit(second)


def test_nothing_to_do_is_no_error(new_bench: Callable[..., Bench]) -> None:
    """The last run is returned, or one that never was."""
    bench = new_bench(PASSING)
    bench.upload("plates/a/1")
    last = submit(bench.plan())
    bench.complete("a")
    while last.progress().status == "RUNNING":
        pass
    assert submit(bench.plan()).name == last.name
    fresh = submit(bench.plan(vcpus=2))
    assert (fresh.arn, fresh.progress().done) == (None, True)


def test_refusal_of_aws_is_told(bench: Bench) -> None:
    """Such as a state machine that was removed since the plan."""
    bench.upload("plates/a/1")
    plan = bench.plan()
    bench.project.states.delete_state_machine(stateMachineArn=plan.settings.state_machine_arn)
    with pytest.raises(FanOutError, match=f"run {plan.family}: AWS answered"):
        submit(plan)
