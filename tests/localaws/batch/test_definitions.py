"""Operations on job definitions."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.batch.conftest import Batch

VCPU = {"type": "VCPU", "value": "1"}
MEMORY = {"type": "MEMORY", "value": "128"}


def _register(batch: Batch, name: str, **properties: Any) -> str:  # noqa: ANN401
    """Register a revision and return its ARN."""
    container = {"image": "image", "resourceRequirements": [VCPU, MEMORY]}
    answer = batch.client.register_job_definition(
        **{
            "jobDefinitionName": name,
            "type": "container",
            "containerProperties": container,
            **properties,
        }
    )
    arn: str = answer["jobDefinitionArn"]
    return arn


def _arns(batch: Batch, **parameters: Any) -> list[str]:  # noqa: ANN401
    """Return the ARNs of described revisions."""
    answer = batch.client.describe_job_definitions(**parameters)
    return [found["jobDefinitionArn"] for found in answer["jobDefinitions"]]


def test_each_registration_is_a_revision_with_a_number_of_its_own(batch: Batch) -> None:
    """A number is never given again."""
    name = batch.name("definition")
    first, second = _register(batch, name), _register(batch, name)
    batch.client.deregister_job_definition(jobDefinition=second)
    third = _register(batch, name)
    assert [arn.rpartition(":")[2] for arn in (first, second, third)] == ["1", "2", "3"]
    assert _arns(batch, jobDefinitionName=name, status="ACTIVE") == [first, third]
    assert _arns(batch, jobDefinitionName=name, status="INACTIVE") == [second]


def test_revisions_are_found_by_name_and_number_and_by_arn(batch: Batch) -> None:
    """Inactive ones too."""
    name = batch.name("definition")
    first, second = _register(batch, name), _register(batch, name)
    assert _arns(batch, jobDefinitions=[f"{name}:1"]) == [first]
    assert _arns(batch, jobDefinitions=[second]) == [second]


def test_kinds_that_are_not_run_are_refused(batch: Batch) -> None:
    """Rather than stored and never started."""
    pods = {"podProperties": {"containers": [{"image": "image"}]}}
    with pytest.raises(ClientError, match="not multi-node jobs, ecsProperties or eksProperties"):
        batch.client.register_job_definition(
            jobDefinitionName="pods", type="container", eksProperties=pods
        )


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"jobDefinitionName": "a b"}, "jobDefinitionName 'a b' is not valid"),
        ({"timeout": {"attemptDurationSeconds": 10}}, "must be at least 60 seconds"),
        ({"retryStrategy": {"attempts": 11}}, "between 1 and 10"),
    ],
)
def test_definition_that_batch_does_not_take_is_refused(
    batch: Batch, properties: dict[str, Any], message: str
) -> None:
    """Before any job has it."""
    with pytest.raises(ClientError, match=message):
        _register(batch, "refused", **properties)
