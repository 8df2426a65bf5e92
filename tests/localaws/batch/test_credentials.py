"""A job may do what its role may do, and nothing without a role."""

import json
from typing import Any

from tests.localaws.batch.conftest import Batch
from tests.localaws.conftest import ACCOUNT, REGION, error_code

TASKS = {"Service": "ecs-tasks.amazonaws.com"}
WHO_AM_I = f"""AWS_DEFAULT_REGION={REGION} python3 -c '
import boto3
print(boto3.client("sts").get_caller_identity()["Arn"])
print(boto3.client("sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"])
try: boto3.client("sqs").create_queue(QueueName="denied")
except Exception as error: print(error)
'"""
PYTHON = {"environment": [{"name": "PATH", "value": "/nowhere"}]}


def _role(batch: Batch, principal: Any, **statement: Any) -> str:  # noqa: ANN401
    """Create a role that may list queues, and return its ARN."""
    iam, name = batch.aws.client("iam"), batch.name("role")
    trust = {
        "Effect": "Allow",
        "Principal": principal,
        "Action": "sts:AssumeRole",
        **statement,
    }
    document = {"Version": "2012-10-17", "Statement": [trust]}
    arn: str = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(document))[
        "Role"
    ]["Arn"]
    allow = {"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [allow]}
    iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=json.dumps(policy))
    return arn


def _run(batch: Batch, script: str, role: str) -> dict[str, Any]:
    """Run a script as a role."""
    definition = batch.definition(script, jobRoleArn=role)
    return batch.wait(batch.submit(batch.queue(), definition))


def test_job_acts_as_its_role_and_is_denied_what_the_role_is(batch: Batch) -> None:
    """The session is named after the task; IAM refuses what no policy allows."""
    role = _role(batch, TASKS)
    job = _run(batch, WHO_AM_I, role)
    task = job["container"]["taskArn"].rpartition("/")[2]
    name = role.rpartition("/")[2]
    identity, status, refusal = batch.log(job).splitlines()
    assert identity == f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/{task}"
    assert status == "200"
    assert "is not authorized to perform: sqs:CreateQueue" in refusal


def test_session_ends_with_the_attempt(batch: Batch) -> None:
    """Keys that a job wrote down are worth nothing later."""
    script = "echo $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN"
    key, secret, token = batch.log(_run(batch, script, _role(batch, TASKS))).split()
    from localaws.session import client  # noqa: PLC0415

    environment = batch.aws.environment() | {
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_SESSION_TOKEN": token,
    }
    assert error_code(client(environment, "sqs").list_queues) == "InvalidClientTokenId"


def test_role_that_does_not_trust_tasks_starts_nothing(batch: Batch) -> None:
    """The attempt fails as with ECS."""
    role = _role(batch, {"Service": "lambda.amazonaws.com"})
    job = _run(batch, "true", role)
    assert job["status"] == "FAILED"
    assert job["statusReason"].startswith(f"ECS was unable to assume the role '{role}'")
    assert "exitCode" not in job["container"]


def test_condition_of_the_trust_counts(batch: Batch) -> None:
    """A role may be for the tasks of one account alone."""
    for account, status in ((ACCOUNT, "SUCCEEDED"), ("444455556666", "FAILED")):
        condition = {"StringEquals": {"aws:SourceAccount": account}}
        assert _run(batch, "true", _role(batch, TASKS, Condition=condition))["status"] == status


def test_role_that_is_not_there_starts_nothing(batch: Batch) -> None:
    """The ARN alone gives no rights."""
    job = _run(batch, "true", f"arn:aws:iam::{ACCOUNT}:role/{REGION}-none")
    assert job["statusReason"].startswith("ECS was unable to assume the role")


def test_job_without_role_has_no_credentials(batch: Batch) -> None:
    """Least of all those of the emulator."""
    assert batch.log(batch.run("env | grep -c '^AWS_ACCESS_KEY_ID\\|^AWS_SECRET'")) == "0"
