"""TerminateJob and CancelJob."""

import pytest
from botocore.exceptions import ClientError

from tests.localaws.batch.conftest import Batch


def test_cancelled_job_never_starts(batch: Batch) -> None:
    """It waited for room, and fails for the given reason."""
    queue = batch.queue(batch.environment(vcpus=1))
    running = batch.submit(queue, batch.definition("sleep 60"))
    waiting = batch.submit(queue, batch.definition(":"))
    batch.wait(running, "RUNNING")
    batch.client.cancel_job(jobId=waiting, reason="Changed my mind")
    job = batch.wait(waiting)
    assert (job["status"], job["statusReason"]) == ("FAILED", "Changed my mind")
    assert (job["attempts"], job["isCancelled"]) == ([], True)
    batch.client.terminate_job(jobId=running, reason="Seen")


def test_job_that_runs_is_not_cancelled(batch: Batch) -> None:
    """CancelJob answers as if it were, and the job goes on, as on AWS."""
    job_id = batch.submit(batch.queue(), batch.definition("sleep 0.5"))
    batch.wait(job_id, "RUNNING")
    batch.client.cancel_job(jobId=job_id, reason="Too late")
    assert batch.wait(job_id)["status"] == "SUCCEEDED"


def test_job_that_has_ended_stays_as_it_is(batch: Batch) -> None:
    """Terminating it is no error and changes nothing."""
    job = batch.run(":")
    batch.client.terminate_job(jobId=job["jobId"], reason="Too late")
    assert batch.describe(job["jobId"]) == {**job, "isTerminated": True}


def test_jobs_of_a_deleted_queue_are_ended(batch: Batch) -> None:
    """Those that run and those that wait."""
    queue = batch.queue(batch.environment(vcpus=1))
    definition = batch.definition("sleep 60")
    jobs = [batch.submit(queue, definition) for _ in range(2)]
    batch.wait(jobs[0], "RUNNING")
    batch.client.update_job_queue(jobQueue=queue, state="DISABLED")
    batch.client.delete_job_queue(jobQueue=queue)
    ended = [batch.wait(job_id) for job_id in jobs]
    assert [job["statusReason"] for job in ended] == ["Job queue deleted"] * 2


def test_unknown_job_is_refused(batch: Batch) -> None:
    """A typing error does not look like success."""
    with pytest.raises(ClientError, match="Job none does not exist"):
        batch.client.terminate_job(jobId="none", reason="Why not")
