"""Results of a distributed map in S3."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from localaws.instance import LocalAws
from tests.localaws.stepfunctions.conftest import Machine, MakeMachine, distributed

ACTIONS = ("states:StartExecution", "s3:PutObject")
STATES = {
    "Check": {
        "Type": "Choice",
        "Choices": [
            {"Condition": "{% $states.input = 'fail' %}", "Next": "Bad"},
            {"Condition": "{% $states.input = 'wait' %}", "Next": "Wait"},
        ],
        "Default": "Fine",
    },
    "Fine": {"Type": "Pass", "Output": {"done": "{% $states.input %}"}, "End": True},
    "Bad": {"Type": "Fail", "Error": "FolderFailed", "Cause": '{"folder": "f"}'},
    "Wait": {"Type": "Wait", "Seconds": 600, "End": True},
}
WRITER = {
    "Resource": "arn:aws:states:::s3:putObject",
    "Arguments": {"Bucket": "results-to-write", "Prefix": "{% $states.context.Execution.Name %}"},
}


@pytest.fixture(scope="module")
def bucket(aws: LocalAws) -> Iterator[Any]:
    """Make a bucket for results and return a reader of its JSON objects."""
    s3, name = aws.client("s3"), "results-to-write"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": aws.region})
    yield lambda key: json.loads(s3.get_object(Bucket=name, Key=key)["Body"].read())
    for found in s3.list_objects_v2(Bucket=name)["Contents"]:
        s3.delete_object(Bucket=name, Key=found["Key"])
    s3.delete_bucket(Bucket=name)


def _run_of(machine: Machine, execution: str) -> dict[str, Any]:
    """Return the description of the map run."""
    (run,) = machine.client.list_map_runs(executionArn=execution)["mapRuns"]
    found: dict[str, Any] = machine.client.describe_map_run(mapRunArn=run["mapRunArn"])
    return found


def test_results_lie_under_the_prefix_and_the_runs_id(
    make_machine: MakeMachine,
    bucket: Any,  # noqa: ANN401
) -> None:
    """The state's result says where; the manifest lists the files with their sizes."""
    items = distributed(STATES, ResultWriter=WRITER, ToleratedFailureCount=1)
    machine = make_machine({"Map": items}, *ACTIONS)
    execution = machine.start(["a", "fail", "b"], name="results")
    output = json.loads(machine.end(execution)["output"])
    run = _run_of(machine, execution)
    folder = f"results/{run['mapRunArn'].rpartition(':')[2]}"
    where = {"Bucket": "results-to-write", "Key": f"{folder}/manifest.json"}
    assert output == {"MapRunArn": run["mapRunArn"], "ResultWriterDetails": where}
    assert (run["status"], run["itemCounts"]["resultsWritten"]) == ("SUCCEEDED", 3)
    manifest = bucket(where["Key"])
    files = manifest.pop("ResultFiles")
    assert manifest == {"DestinationBucket": where["Bucket"], "MapRunArn": run["mapRunArn"]}
    assert {name: [file["Key"] for file in found] for name, found in files.items()} == {
        "SUCCEEDED": [f"{folder}/SUCCEEDED_0.json"],
        "FAILED": [f"{folder}/FAILED_0.json"],
        "PENDING": [],
    }
    succeeded = bucket(files["SUCCEEDED"][0]["Key"])
    assert files["SUCCEEDED"][0]["Size"] == len(json.dumps(succeeded))
    assert [(found["Status"], found["Input"], found["Output"]) for found in succeeded] == [
        ("SUCCEEDED", '"a"', '{"done": "a"}'),
        ("SUCCEEDED", '"b"', '{"done": "b"}'),
    ]
    described = machine.client.describe_execution(executionArn=succeeded[0]["ExecutionArn"])
    assert (described["name"], described["stateMachineArn"]) == (
        succeeded[0]["Name"],
        succeeded[0]["StateMachineArn"],
    )


def test_failed_map_writes_its_results_too(
    make_machine: MakeMachine,
    bucket: Any,  # noqa: ANN401
) -> None:
    """Children that failed or were aborted stand in one file, items that never began in another."""
    items = distributed(STATES, ResultWriter=WRITER, MaxConcurrency=2)
    machine = make_machine({"Map": items}, *ACTIONS)
    execution = machine.start(["wait", "fail", "b"], name="failed")
    assert machine.end(execution)["error"] == "States.ExceedToleratedFailureThreshold"
    run = _run_of(machine, execution)
    folder = f"failed/{run['mapRunArn'].rpartition(':')[2]}"
    files = bucket(f"{folder}/manifest.json")["ResultFiles"]
    assert {name: len(found) for name, found in files.items()} == {
        "SUCCEEDED": 0,
        "FAILED": 1,
        "PENDING": 1,
    }
    aborted, failed = bucket(f"{folder}/FAILED_0.json")
    assert (aborted["Status"], aborted["Input"]) == ("ABORTED", '"wait"')
    assert [failed[key] for key in ("Status", "Error", "Cause")] == [
        "FAILED",
        "FolderFailed",
        '{"folder": "f"}',
    ]
    (pending,) = bucket(f"{folder}/PENDING_0.json")
    assert (pending["Status"], pending["Input"]) == ("PENDING", '"b"')


@pytest.mark.usefixtures("bucket")
def test_results_that_cannot_be_written_fail_the_map(make_machine: MakeMachine) -> None:
    """The role must be allowed to write."""
    machine = make_machine({"Map": distributed(STATES, ResultWriter=WRITER)}, *ACTIONS[:1])
    error, cause = machine.fail(["a"])
    assert error == "States.ResultWriterFailed"
    assert "AccessDenied" in cause


def test_parameters_say_where_in_jsonpath(
    make_machine: MakeMachine,
    bucket: Any,  # noqa: ANN401
) -> None:
    """`Parameters` with paths do what `Arguments` with expressions do."""
    writer = {
        "Resource": "arn:aws:states:::s3:putObject",
        "Parameters": {"Bucket": "results-to-write", "Prefix.$": "$$.Execution.Name"},
    }
    states = {"Done": {"Type": "Pass", "End": True}}
    machine = make_machine(
        {"Map": distributed(states, ResultWriter=writer)}, *ACTIONS, language="JSONPath"
    )
    execution = machine.start([1], name="paths")
    key = json.loads(machine.end(execution)["output"])["ResultWriterDetails"]["Key"]
    assert key.startswith("paths/")
    assert bucket(key)["ResultFiles"]["SUCCEEDED"]
