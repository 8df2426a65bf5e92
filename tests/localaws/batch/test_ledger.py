"""Arrays and dependencies."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.batch.conftest import Batch

FAILED = "Dependent Job failed"


def _array(batch: Batch, script: str, size: int, **parameters: Any) -> str:  # noqa: ANN401
    """Submit an array on a queue of its own."""
    return batch.submit(
        batch.queue(), batch.definition(script), arrayProperties={"size": size}, **parameters
    )


def test_array_runs_a_child_for_each_index(batch: Batch) -> None:
    """Children know their index; the array succeeds when all have, and counts them."""
    job_id = _array(batch, "echo $AWS_BATCH_JOB_ARRAY_INDEX of $AWS_BATCH_JOB_ARRAY_SIZE", 3)
    array = batch.wait(job_id)
    assert array["status"] == "SUCCEEDED"
    assert array["arrayProperties"]["size"] == 3
    assert array["arrayProperties"]["statusSummary"]["SUCCEEDED"] == 3
    children = [batch.describe(f"{job_id}:{index}") for index in range(3)]
    assert [child["arrayProperties"] for child in children] == [{"index": i} for i in range(3)]
    assert [batch.log(child) for child in children] == ["0 of 3", "1 of 3", "2 of 3"]


def test_array_fails_when_a_child_does_but_runs_them_all(batch: Batch) -> None:
    """One failure stops no other child."""
    array = batch.wait(_array(batch, "exit $((AWS_BATCH_JOB_ARRAY_INDEX == 1))", 4))
    summary = array["arrayProperties"]["statusSummary"]
    assert array["status"] == "FAILED"
    assert (summary["SUCCEEDED"], summary["FAILED"]) == (3, 1)


def test_job_waits_for_another(batch: Batch) -> None:
    """It is PENDING until the other has succeeded, and starts after it."""
    queue = batch.queue()
    first = batch.submit(queue, batch.definition("sleep 0.3"))
    second = batch.submit(queue, batch.definition("true"), dependsOn=[{"jobId": first}])
    assert batch.describe(second)["status"] == "PENDING"
    assert batch.wait(second)["startedAt"] >= batch.wait(first)["stoppedAt"]


def test_failure_fails_everything_that_waits_for_it(batch: Batch) -> None:
    """Nothing of it ever starts."""
    queue, fails, works = batch.queue(), batch.definition("sleep 0.2; false"), batch.definition(":")
    first = batch.submit(queue, fails)
    second = batch.submit(queue, works, dependsOn=[{"jobId": first}])
    third = batch.submit(queue, works, dependsOn=[{"jobId": second}])
    job = batch.wait(third)
    assert (job["status"], job["statusReason"], job["attempts"]) == ("FAILED", FAILED, [])


def test_dependency_that_has_failed_fails_at_once(batch: Batch) -> None:
    """It makes no difference that the failure came before the submission."""
    failed = batch.run("false")["jobId"]
    job = batch.run(":", dependsOn=[{"jobId": failed}])
    assert (job["status"], job["statusReason"]) == ("FAILED", FAILED)


def test_sequential_array_runs_one_after_the_other(batch: Batch) -> None:
    """A child starts when the one before has succeeded; behind a failure none does."""
    depends = [{"type": "SEQUENTIAL"}]
    job_id = _array(batch, "exit $((AWS_BATCH_JOB_ARRAY_INDEX == 2))", 4, dependsOn=depends)
    assert batch.wait(job_id)["status"] == "FAILED"
    children = [batch.describe(f"{job_id}:{index}") for index in range(4)]
    assert [c["status"] for c in children] == ["SUCCEEDED", "SUCCEEDED", "FAILED", "FAILED"]
    assert children[1]["startedAt"] >= children[0]["stoppedAt"]
    assert children[3]["statusReason"] == FAILED


def test_children_of_two_arrays_go_in_pairs(batch: Batch) -> None:
    """N_TO_N: each child waits for the one of its index alone."""
    first = _array(batch, "exit $AWS_BATCH_JOB_ARRAY_INDEX", 2)
    second = _array(batch, ":", 2, dependsOn=[{"jobId": first, "type": "N_TO_N"}])
    assert batch.wait(second)["status"] == "FAILED"
    statuses = [batch.describe(f"{second}:{index}")["status"] for index in range(2)]
    assert statuses == ["SUCCEEDED", "FAILED"]


def test_pairs_need_arrays_of_one_size(batch: Batch) -> None:
    """Another size is refused with both numbers."""
    first = _array(batch, ":", 2)
    with pytest.raises(
        ClientError, match=r"needs two array jobs of one size; .* has 2, this one 3"
    ):
        _array(batch, ":", 3, dependsOn=[{"jobId": first, "type": "N_TO_N"}])


def test_unknown_dependency_is_refused(batch: Batch) -> None:
    """Nothing waits for ever for what is not there."""
    with pytest.raises(ClientError, match="Dependency job none does not exist"):
        batch.run(":", dependsOn=[{"jobId": "none"}])


def test_array_that_is_terminated_ends_all_its_children(batch: Batch) -> None:
    """Those that run and those that wait."""
    queue = batch.queue(batch.environment(vcpus=2))
    job_id = batch.submit(queue, batch.definition("sleep 60"), arrayProperties={"size": 5})
    batch.wait(f"{job_id}:1", "RUNNING")
    batch.client.terminate_job(jobId=job_id, reason="Enough")
    array = batch.wait(job_id)
    assert (array["status"], array["statusReason"]) == ("FAILED", "Enough")
    assert array["arrayProperties"]["statusSummary"]["FAILED"] == 5
