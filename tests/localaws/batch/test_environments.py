"""Operations on compute environments."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.batch.conftest import Batch


def _described(batch: Batch, *names: str) -> list[dict[str, Any]]:
    """Return environments that are named and exist."""
    answer = batch.client.describe_compute_environments(computeEnvironments=list(names))
    found: list[dict[str, Any]] = answer["computeEnvironments"]
    return found


def test_environment_is_valid_at_once_and_found_by_name_and_arn(batch: Batch) -> None:
    """It looks as on AWS once it is up."""
    name = batch.environment(vcpus=8, tags={"lab": "demo"})
    (found,) = _described(batch, name)
    assert (found["status"], found["state"], found["tags"]) == ("VALID", "ENABLED", {"lab": "demo"})
    assert found["computeResources"]["maxvCpus"] == 8
    assert found["ecsClusterArn"].endswith(f"cluster/{name}")
    assert _described(batch, found["computeEnvironmentArn"]) == [found]
    assert found in batch.client.describe_compute_environments()["computeEnvironments"]


def test_update_keeps_what_it_does_not_name(batch: Batch) -> None:
    """Resources one by one."""
    name = batch.environment(vcpus=8)
    batch.client.update_compute_environment(
        computeEnvironment=name, state="DISABLED", computeResources={"maxvCpus": 2}
    )
    (found,) = _described(batch, name)
    assert (found["state"], found["computeResources"]["maxvCpus"]) == ("DISABLED", 2)
    assert found["computeResources"]["instanceTypes"] == ["m7i"]


def test_only_a_disabled_environment_without_queue_is_deleted(batch: Batch) -> None:
    """The messages are those of AWS, which tools look for."""
    name = batch.environment()
    queue = batch.queue(name)
    delete = batch.client.delete_compute_environment
    with pytest.raises(ClientError, match="Cannot delete, found state: ENABLED"):
        delete(computeEnvironment=name)
    batch.client.update_compute_environment(computeEnvironment=name, state="DISABLED")
    with pytest.raises(ClientError, match="Cannot delete, found existing JobQueue relationship"):
        delete(computeEnvironment=name)
    batch.client.update_job_queue(jobQueue=queue, state="DISABLED")
    batch.client.delete_job_queue(jobQueue=queue)
    delete(computeEnvironment=name)
    assert _described(batch, name) == []


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"computeEnvironmentName": "a b"}, "computeEnvironmentName 'a b' is not valid"),
        ({}, "computeResources must be specified for a MANAGED"),
        (
            {
                "computeResources": {
                    "type": "EC2",
                    "minvCpus": 5,
                    "maxvCpus": 4,
                    "subnets": ["subnet-1"],
                }
            },
            "minvCpus must be less than or equal to maxvCpus",
        ),
    ],
)
def test_environment_that_batch_does_not_take_is_refused(
    batch: Batch, parameters: dict[str, Any], message: str
) -> None:
    """Nothing is made."""
    known = {"computeEnvironmentName": "refused", "type": "MANAGED", **parameters}
    with pytest.raises(ClientError, match=message):
        batch.client.create_compute_environment(**known)
    assert _described(batch, "refused") == []


def test_name_is_taken_once(batch: Batch) -> None:
    """A second creation changes nothing."""
    name = batch.environment()
    with pytest.raises(ClientError, match="Object already exists"):
        batch.client.create_compute_environment(
            computeEnvironmentName=name, type="UNMANAGED", unmanagedvCpus=4
        )
