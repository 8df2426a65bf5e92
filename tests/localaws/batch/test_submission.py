"""SubmitJob: what is refused, and what of a definition can be changed."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.batch.conftest import Batch


def _refusal(batch: Batch, **parameters: Any) -> str:  # noqa: ANN401
    """Return the message with which a submission is refused."""
    known = {"queue": batch.queue(), "definition": batch.definition(":"), **parameters}
    with pytest.raises(ClientError) as error:
        batch.submit(**known)
    assert error.value.response["Error"]["Code"] == "ClientException"
    message: str = error.value.response["Error"]["Message"]
    return message


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"queue": "none"}, "JobQueue none not found."),
        ({"definition": "none"}, "JobDefinition none not found."),
        ({"jobName": "_a"}, "Job name '_a' is not valid"),
        ({"jobName": "a" * 129}, "is not valid: it can be up to 128 letters"),
        ({"arrayProperties": {"size": 1}}, "Array size must be between 2 and 10000, got 1."),
        ({"arrayProperties": {"size": 10_001}}, "must be between 2 and 10000, got 10001."),
        ({"dependsOn": [{"jobId": "a"}] * 21}, "A job can depend on at most 20 jobs."),
        ({"timeout": {"attemptDurationSeconds": 59}}, "must be at least 60 seconds"),
        ({"retryStrategy": {"attempts": 11}}, "Retry attempts must be between 1 and 10."),
        ({"shareIdentifier": "one"}, "has no scheduling policy: a shareIdentifier can't be"),
        ({"nodeOverrides": {"numNodes": 2}}, "runs single containers only"),
    ],
)
def test_submission_is_refused(batch: Batch, parameters: dict[str, Any], message: str) -> None:
    """The message says what is wrong."""
    assert message in _refusal(batch, **parameters)


def test_disabled_queue_takes_no_jobs(batch: Batch) -> None:
    """Not even to wait in it."""
    assert "is not enabled" in _refusal(batch, queue=batch.queue(state="DISABLED"))


@pytest.mark.parametrize(
    ("share", "message"),
    [
        ({}, "a shareIdentifier must be specified"),
        ({"shareIdentifier": "my-project"}, "'my-project' is not valid: it can have letters and"),
    ],
)
def test_queue_with_fair_shares_needs_an_identifier(
    batch: Batch, share: dict[str, str], message: str
) -> None:
    """Letters and digits alone, as on AWS."""
    policy = batch.client.create_scheduling_policy(name=batch.name("policy"))["arn"]
    assert message in _refusal(batch, queue=batch.queue(schedulingPolicyArn=policy), **share)


def test_deregistered_definition_is_refused(batch: Batch) -> None:
    """A name without revision means the latest that is active."""
    first = batch.definition("echo one")
    name = first.rpartition("/")[2].partition(":")[0]
    batch.client.deregister_job_definition(jobDefinition=first)
    assert _refusal(batch, definition=first) == f"JobDefinition {first} not found."
    assert _refusal(batch, definition=name) == f"JobDefinition {name} not found."


def test_overrides_change_command_environment_and_size(batch: Batch) -> None:
    """Size is overridden by resourceRequirements; the rest of the definition stays."""
    definition = batch.definition(
        ":", environment=[{"name": "A", "value": "1"}, {"name": "B", "value": "1"}]
    )
    overrides = {
        "command": ["sh", "-c", "echo $A$B"],
        "environment": [{"name": "B", "value": "2"}],
        "resourceRequirements": [{"type": "MEMORY", "value": "512"}],
        "memory": 64,
    }
    job = batch.wait(batch.submit(batch.queue(), definition, containerOverrides=overrides))
    assert batch.log(job) == "12"
    needs = {r["type"]: r["value"] for r in job["container"]["resourceRequirements"]}
    assert needs == {"VCPU": "1", "MEMORY": "512"}
    assert job["container"]["image"] == "none.example.com/image:1"


def test_parameters_of_a_job_win_over_those_of_its_definition(batch: Batch) -> None:
    """They stand in the command."""
    definition = batch.definition(":", command=["echo", "Ref::file"])
    parameters = {"file": "a.fcs"}
    job = batch.wait(batch.submit(batch.queue(), definition, parameters=parameters))
    assert (batch.log(job), job["parameters"]) == ("a.fcs", parameters)


def test_retry_strategy_of_a_job_replaces_the_definitions(batch: Batch) -> None:
    """As a whole."""
    definition = batch.definition("false", retryStrategy={"attempts": 3})
    job = batch.wait(batch.submit(batch.queue(), definition, retryStrategy={"attempts": 1}))
    assert len(job["attempts"]) == 1
