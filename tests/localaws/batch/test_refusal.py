"""How operations of Batch are refused."""

import pytest
from botocore.exceptions import ClientError

from tests.localaws.batch.conftest import Batch


def test_refusal_is_a_client_exception_with_status_400(batch: Batch) -> None:
    """SDKs know it by name."""
    with pytest.raises(batch.client.exceptions.ClientException) as error:
        batch.client.delete_job_queue(jobQueue="none")
    answer = error.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert answer["Error"]["Message"] == "JobQueue none not found."


def test_missing_right_is_an_access_denied_exception(batch: Batch) -> None:
    """With status 403, as from every service."""
    from localaws.session import client  # noqa: PLC0415

    iam, name = batch.aws.client("iam"), batch.name("nobody")
    iam.create_user(UserName=name)
    keys = iam.create_access_key(UserName=name)["AccessKey"]
    environment = batch.aws.environment() | {
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
    }
    with pytest.raises(ClientError) as error:
        client(environment, "batch").describe_job_queues()
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
