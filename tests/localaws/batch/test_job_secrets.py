"""Secrets that jobs get as variables."""

import json
from typing import Any

from tests.localaws.batch.conftest import Batch


def _role(batch: Batch, *actions: str) -> str:
    """Create an execution role that may take some actions."""
    iam, name = batch.aws.client("iam"), batch.name("execution")
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "ecs-tasks.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    document = {"Version": "2012-10-17", "Statement": [trust]}
    created = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(document))
    allow = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [allow]}
    iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=json.dumps(policy))
    arn: str = created["Role"]["Arn"]
    return arn


def _run(batch: Batch, source: str, **container: Any) -> dict[str, Any]:  # noqa: ANN401
    """Run a job that prints a variable which comes from somewhere."""
    secrets = [{"name": "PASSWORD", "valueFrom": source}]
    definition = batch.definition("echo $PASSWORD", secrets=secrets, **container)
    return batch.wait(batch.submit(batch.queue(), definition))


def _secret(batch: Batch, value: str) -> str:
    """Create a secret and return its ARN."""
    client = batch.aws.client("secretsmanager")
    arn: str = client.create_secret(Name=batch.name("secret"), SecretString=value)["ARN"]
    return arn


def test_job_gets_a_secret_or_a_part_of_it(batch: Batch) -> None:
    """By ARN, with the key of its JSON behind it."""
    role = _role(batch, "secretsmanager:GetSecretValue")
    arn = _secret(batch, '{"password": "kept"}')
    whole = _run(batch, arn, executionRoleArn=role)
    assert batch.log(whole) == '{"password": "kept"}'
    assert batch.log(_run(batch, f"{arn}:password::", executionRoleArn=role)) == "kept"


def test_job_gets_a_parameter(batch: Batch) -> None:
    """By name."""
    name = f"/lab/{batch.name('parameter')}"
    batch.aws.client("ssm").put_parameter(Name=name, Value="shown", Type="SecureString")
    role = _role(batch, "ssm:GetParameter", "ssm:GetParameters")
    assert batch.log(_run(batch, name, executionRoleArn=role)) == "shown"


def test_role_without_the_right_starts_nothing(batch: Batch) -> None:
    """The reason is ECS's, with the message of IAM."""
    job = _run(batch, _secret(batch, "x"), executionRoleArn=_role(batch, "s3:GetObject"))
    assert job["status"] == "FAILED"
    reason = job["container"]["reason"]
    assert reason.startswith("ResourceInitializationError: unable to pull secrets")
    assert "not authorized to perform: secretsmanager:GetSecretValue" in reason


def test_secret_needs_an_execution_role(batch: Batch) -> None:
    """The job's own role does not count."""
    assert (
        "an executionRoleArn is needed" in _run(batch, _secret(batch, "x"))["container"]["reason"]
    )
