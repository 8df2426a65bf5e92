"""Requests to Batch are matched and checked by the model of the service."""

import pytest

from localaws.batch.refusal import RefusalError
from localaws.batch.requests import Request, parse

ARN = "arn:aws:batch:eu-central-1:111122223333:job-queue/spot"
ENCODED = "/v1/tags/arn%3Aaws%3Abatch%3Aeu-central-1%3A111122223333%3Ajob-queue%2Fspot"


def test_path_is_the_operation() -> None:
    """Its parameters are the body."""
    assert parse("POST", "/v1/describejobs", {}, b'{"jobs": ["id"]}') == Request(
        "DescribeJobs", {"jobs": ["id"]}
    )


@pytest.mark.parametrize("path", [ENCODED, f"/v1/tags/{ARN}"])
def test_tags_are_asked_by_method(path: str) -> None:
    """The resource is in the path, however it is written there."""
    assert parse("GET", path, {}, b"") == Request("ListTagsForResource", {"resourceArn": ARN})
    assert parse("DELETE", path, {"tagKeys": ["lab"]}, b"") == Request(
        "UntagResource", {"resourceArn": ARN, "tagKeys": ["lab"]}
    )
    assert parse("POST", path, {}, b'{"tags": {"lab": "demo"}}').operation == "TagResource"


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("/v1/invented", b"{}", "no operation at POST /v1/invented"),
        ("/v1/describejobs", b"{", "The request's body is no JSON"),
        ("/v1/describejobs", b"{}", 'Missing required parameter in input: "jobs"'),
        ("/v1/describejobs", b'{"jobs": "id"}', "Invalid type for parameter jobs"),
    ],
)
def test_request_that_fits_no_operation_is_refused(path: str, body: bytes, message: str) -> None:
    """SDKs check the same; this is for those who use none."""
    with pytest.raises(RefusalError, match=message):
        parse("POST", path, {}, body)
