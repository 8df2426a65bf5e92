"""Tags of Batch's resources."""

import pytest
from botocore.exceptions import ClientError

from tests.localaws.batch.conftest import Batch
from tests.localaws.conftest import ACCOUNT, REGION


def _arns(batch: Batch) -> dict[str, str]:
    """Make one resource of each kind."""
    prefix = f"arn:aws:batch:{REGION}:{ACCOUNT}"
    environment = batch.environment()
    queue = batch.queue(environment)
    definition = batch.definition(":")
    return {
        "environment": f"{prefix}:compute-environment/{environment}",
        "queue": f"{prefix}:job-queue/{queue}",
        "definition": definition,
        "policy": batch.client.create_scheduling_policy(name=batch.name("policy"))["arn"],
        "job": f"{prefix}:job/{batch.submit(queue, definition)}",
    }


def test_everything_can_be_tagged(batch: Batch) -> None:
    """Tags are added, changed and removed one by one."""
    for arn in _arns(batch).values():
        batch.client.tag_resource(resourceArn=arn, tags={"lab": "one", "team": "two"})
        batch.client.tag_resource(resourceArn=arn, tags={"lab": "demo"})
        batch.client.untag_resource(resourceArn=arn, tagKeys=["team", "none"])
        assert batch.client.list_tags_for_resource(resourceArn=arn)["tags"] == {"lab": "demo"}


def test_tags_of_a_submission_are_the_jobs(batch: Batch) -> None:
    """DescribeJobs shows them."""
    job = batch.run(":", tags={"lab": "demo"})
    assert job["tags"] == {"lab": "demo"}


def test_what_is_not_there_has_no_tags(batch: Batch) -> None:
    """A wrong ARN is refused."""
    arn = f"arn:aws:batch:{REGION}:{ACCOUNT}:job-queue/none"
    with pytest.raises(ClientError, match="job-queue/none does not exist"):
        batch.client.list_tags_for_resource(resourceArn=arn)
