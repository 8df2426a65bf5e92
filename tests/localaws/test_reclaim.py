"""The host of a job is taken away, and its retry strategy decides."""

import re

import pytest

from localaws.errors import LocalAwsError
from localaws.instance import LocalAws
from localaws.reclaim import reclaim_host
from tests.localaws.batch.conftest import Batch

ON_HOST_LOSS = {
    "attempts": 2,
    "evaluateOnExit": [
        {"onStatusReason": "Host EC2*", "action": "RETRY"},
        {"onReason": "*", "action": "EXIT"},
    ],
}


@pytest.fixture
def batch(aws: LocalAws) -> Batch:
    """Use Batch with a clock of the usual speed."""
    return Batch(aws)


def test_job_that_lost_its_host_is_tried_again(batch: Batch) -> None:
    """The first attempt has no exit code and names its instance."""
    script = 'if [ "$AWS_BATCH_JOB_ATTEMPT" = 1 ]; then sleep 60; fi'
    job_id = batch.submit(batch.queue(), batch.definition(script, retryStrategy=ON_HOST_LOSS))
    batch.wait(job_id, "RUNNING")
    reclaim_host(batch.aws, job_id)
    first, second = batch.wait(job_id)["attempts"]
    reason = r"Host EC2 \(instance i-[0-9a-f]{17}\) terminated\."
    assert re.fullmatch(reason, first["statusReason"])
    assert "exitCode" not in first["container"]
    assert second["container"]["exitCode"] == 0


def test_job_without_further_attempts_fails(batch: Batch) -> None:
    """What happened to the host is the job's reason."""
    job_id = batch.submit(batch.queue(), batch.definition("sleep 60"))
    batch.wait(job_id, "RUNNING")
    reclaim_host(batch.aws, job_id)
    job = batch.wait(job_id)
    assert job["status"] == "FAILED"
    assert job["statusReason"].startswith("Host EC2 (instance i-")


def test_job_that_has_ended_has_no_host(batch: Batch) -> None:
    """The message says what it is instead."""
    job = batch.run("true")
    with pytest.raises(LocalAwsError, match="has no host now, it is SUCCEEDED"):
        reclaim_host(batch.aws, job["jobId"])


def test_unknown_job_is_refused(batch: Batch) -> None:
    """A wrong id does nothing in silence."""
    with pytest.raises(LocalAwsError, match="Job unheard does not exist"):
        reclaim_host(batch.aws, "unheard")
