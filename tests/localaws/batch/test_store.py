"""Records are found by name and by ARN, in their account and region."""

from localaws.session import client
from tests.localaws.batch.conftest import Batch
from tests.localaws.conftest import ACCOUNT, REGION


def test_arn_of_another_region_finds_nothing(batch: Batch) -> None:
    """Even if a queue of that name is here."""
    name = batch.queue()
    arn = f"arn:aws:batch:{REGION}:{ACCOUNT}:job-queue/{name}"
    elsewhere = arn.replace(REGION, "us-east-1")
    found = batch.client.describe_job_queues(jobQueues=[arn, elsewhere])["jobQueues"]
    assert [queue["jobQueueArn"] for queue in found] == [arn]


def test_jobs_outside_of_requests_find_their_own_region(batch: Batch) -> None:
    """The scheduler looks queues up by ARN, whoever asked last."""
    elsewhere = Batch(batch.aws)
    elsewhere.client = client(
        batch.aws.environment() | {"AWS_DEFAULT_REGION": "us-east-1"}, "batch"
    )
    definition = elsewhere.definition(":")
    job_id = elsewhere.submit(elsewhere.queue(), definition)
    batch.client.describe_job_queues()
    assert elsewhere.wait(job_id)["status"] == "SUCCEEDED"
