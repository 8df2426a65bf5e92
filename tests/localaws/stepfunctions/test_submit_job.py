"""`batch:submitJob` and `batch:submitJob.sync`."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from localaws.instance import LocalAws
from tests.localaws.stepfunctions.conftest import MakeMachine, distributed, task, wait
from tests.localaws.stepfunctions.jobs import job, queue

SUBMIT = "arn:aws:states:::batch:submitJob"
SYNC = f"{SUBMIT}.sync"
RULE = ("events:PutTargets", "events:PutRule", "events:DescribeRule")
BATCH = ("batch:SubmitJob", "batch:DescribeJobs", "batch:TerminateJob", "batch:TagResource")
ACTIONS = (*BATCH, *RULE, "states:StartExecution")
NAME = "submitted"


@pytest.fixture(scope="module")
def batch(aws: LocalAws) -> Iterator[Any]:
    """Make a queue and a definition."""
    with queue(aws, NAME) as client:
        yield client


def test_job_is_submitted_as_it_was_written(make_machine: MakeMachine, batch: Any) -> None:  # noqa: ANN401
    """Every argument arrives, keys of tags as they are; Batch learns who manages the job."""
    arguments = job(
        NAME,
        Tags={"Name": "x", "lab:Project": "p"},
        Timeout={"AttemptDurationSeconds": "{% 30 * 2 %}"},
        ContainerOverrides={
            "Command": ["sh", "-c", "true"],
            "Environment": [{"Name": "some_Name", "Value": "{% $states.input.value %}"}],
            "ResourceRequirements": [{"Type": "MEMORY", "Value": "{% $string(64 + 64) %}"}],
        },
    )
    result = make_machine({"Submit": task(SUBMIT, arguments)}, *ACTIONS).run({"value": "Some: V"})
    assert sorted(result) == ["JobArn", "JobId", "JobName"]
    (found,) = batch.describe_jobs(jobs=[result["JobId"]])["jobs"]
    assert (found["tags"], found["timeout"]) == (arguments["Tags"], {"attemptDurationSeconds": 60})
    variables = {item["name"]: item["value"] for item in found["container"]["environment"]}
    assert variables["some_Name"] == "Some: V"
    assert variables["MANAGED_BY_AWS"] == "STARTED_BY_STEP_FUNCTIONS"
    needs = found["container"]["resourceRequirements"]
    assert {"type": "MEMORY", "value": "128"} in needs


def test_paths_fill_the_parameters_of_a_job(make_machine: MakeMachine, batch: Any) -> None:  # noqa: ANN401
    """In JSONPath, `Parameters` are the job's."""
    parameters = {**job(NAME, "true"), "JobName.$": "$.name"}
    del parameters["JobName"]
    states = {"Submit": {**task(SUBMIT), "Parameters": parameters}}
    result = make_machine(states, *ACTIONS, language="JSONPath").run({"name": "by-path"})
    (found,) = batch.describe_jobs(jobs=[result["JobId"]])["jobs"]
    assert found["jobName"] == "by-path"


@pytest.mark.usefixtures("batch")
def test_state_waits_for_its_job(make_machine: MakeMachine) -> None:
    """The result is the description of the job, in the spelling of Step Functions."""
    machine = make_machine({"Work": task(SYNC, job(NAME, "exit 0", Tags={"key": "v"}))}, *ACTIONS)
    result = machine.run()
    assert (result["Status"], result["JobName"], result["Tags"]) == (
        "SUCCEEDED",
        NAME,
        {"key": "v"},
    )
    assert result["StoppedAt"] >= result["StartedAt"]
    assert [attempt["Container"]["ExitCode"] for attempt in result["Attempts"]] == [0]


@pytest.mark.usefixtures("batch")
def test_failed_job_fails_its_state(make_machine: MakeMachine) -> None:
    """The cause is the same description as text, with the exit code of every attempt."""
    arguments = job(NAME, "exit 96", RetryStrategy={"Attempts": 2})
    error, cause = make_machine({"Work": task(SYNC, arguments)}, *ACTIONS).fail()
    assert error == "States.TaskFailed"
    found = json.loads(cause)
    assert (found["Status"], found["Container"]["ExitCode"]) == ("FAILED", 96)
    assert [attempt["Container"]["ExitCode"] for attempt in found["Attempts"]] == [96, 96]


@pytest.mark.usefixtures("batch")
@pytest.mark.parametrize("missing", [*BATCH[:2], RULE[0]])
def test_missing_grant_fails_the_state(make_machine: MakeMachine, missing: str) -> None:
    """Every right that AWS asks of the role is asked here."""
    actions = [action for action in ACTIONS if action != missing]
    machine = make_machine({"Work": task(SYNC, job(NAME, "exit 0"))}, *actions)
    error, cause = machine.fail()
    assert error == ("States.Permissions" if missing in RULE else "Batch.AWSBatchException")
    assert f"is not authorized to perform: {missing}" in cause
    assert machine.role.rpartition("/")[2] in cause


@pytest.mark.usefixtures("batch")
@pytest.mark.parametrize(
    ("change", "error", "word"),
    [
        ({"JobQueue": "none"}, "Batch.ClientException", "none"),
        ({"JobDefinition": "none"}, "Batch.ClientException", "none"),
        ({"jobName": "x"}, "States.Runtime", "'$.jobName' is not supported"),
        ({"Timeout": {"AttemptDurationSeconds": "60"}}, "States.Runtime", "attemptDurationSeconds"),
    ],
)
def test_refused_submission_fails_the_state(
    make_machine: MakeMachine, change: dict[str, Any], error: str, word: str
) -> None:
    """What Batch refuses and what Step Functions does not understand are told apart."""
    machine = make_machine({"Work": task(SYNC, {**job(NAME, "exit 0"), **change})}, *ACTIONS)
    found, cause = machine.fail()
    assert (found, word in cause) == (error, True), cause


def test_job_of_a_stopped_execution_is_terminated(
    make_machine: MakeMachine,
    batch: Any,  # noqa: ANN401
) -> None:
    """Jobs of children are terminated too when the parent is stopped, and say why."""
    child = {"Work": task(SYNC, job(NAME, "sleep 600"))}
    machine = make_machine({"Map": distributed(child)}, *ACTIONS)
    execution = machine.start([1, 2])

    def jobs(*statuses: str) -> list[str]:
        found = [batch.list_jobs(jobQueue=NAME, jobStatus=s)["jobSummaryList"] for s in statuses]
        return [item["jobId"] for group in found for item in group]

    running = wait(lambda: jobs("RUNNING"), lambda ids: len(ids) == 2)
    machine.client.stop_execution(executionArn=execution)
    wait(lambda: jobs("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"), lambda x: not x)
    found = batch.describe_jobs(jobs=running)["jobs"]
    assert {(each["status"], each["statusReason"]) for each in found} == {
        ("FAILED", "Execution aborted")
    }


def test_exceeded_failures_terminate_the_other_jobs(make_machine: MakeMachine, batch: Any) -> None:  # noqa: ANN401
    """One failed job ends the map, and the job that runs is terminated."""
    command = "{% 'sleep ' & $string($states.input) & '; exit 1' %}"
    arguments = job(NAME, ContainerOverrides={"Command": ["sh", "-c", command]})
    machine = make_machine({"Map": distributed({"Work": task(SYNC, arguments)})}, *ACTIONS)
    assert machine.fail([600, 0.1])[0] == "States.ExceedToleratedFailureThreshold"

    def running() -> list[Any]:
        return list(batch.list_jobs(jobQueue=NAME, jobStatus="RUNNING")["jobSummaryList"])

    assert wait(running, lambda found: not found) == []
