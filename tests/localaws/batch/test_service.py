"""Batch as a service of the gateway."""

import pytest
from botocore.exceptions import ClientError

from localaws.session import client
from tests.localaws.batch.conftest import Batch
from tests.localaws.conftest import REGION


def test_operation_that_is_not_done_says_so(batch: Batch) -> None:
    """It does not look like success."""
    with pytest.raises(ClientError, match="The embedded AWS Batch cannot GetJobQueueSnapshot"):
        batch.client.get_job_queue_snapshot(jobQueue="any")


def test_regions_are_apart(batch: Batch) -> None:
    """Neither queues nor jobs of one are seen in another."""
    job_id = batch.submit(batch.queue(), batch.definition(":"))
    elsewhere = client(batch.aws.environment() | {"AWS_DEFAULT_REGION": "us-east-1"}, "batch")
    assert elsewhere.meta.region_name != REGION
    assert elsewhere.describe_job_queues()["jobQueues"] == []
    assert elsewhere.describe_jobs(jobs=[job_id])["jobs"] == []


def test_unknown_jobs_are_left_out(batch: Batch) -> None:
    """DescribeJobs answers with those that exist, found by id or ARN."""
    job = batch.run(":")
    found = batch.client.describe_jobs(jobs=["none", job["jobArn"], f"{job['jobId']}:0"])["jobs"]
    assert found == [job]
