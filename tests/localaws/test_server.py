"""The gateway: TLS for everyone, and plain HTTP that says what it is."""

import json
import shutil
import ssl
import time
import urllib.request
from pathlib import Path

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ClientError, SSLError

from localaws import process
from localaws.instance import LocalAws
from localaws.session import client
from tests.localaws.conftest import ACCOUNT, REGION, Sample


def _claim_tls(request: AWSPreparedRequest, **_: object) -> None:
    """Say what a proxy says that took the encryption off."""
    request.headers["X-Forwarded-Proto"] = "https"


def test_request_over_plain_http_is_denied_by_the_bucket_policy(
    aws: LocalAws, sample: Sample
) -> None:
    """The connection works; it is the bucket's policy that refuses."""
    plain = aws.client("s3", plain=True)
    with pytest.raises(ClientError) as error:
        plain.get_object(Bucket=sample.outputs["DataBucket"], Key="any")
    assert "with an explicit deny in a resource-based policy" in str(error.value)


def test_request_over_plain_http_is_answered_where_no_policy_objects(aws: LocalAws) -> None:
    """Plain HTTP reaches the same account."""
    identity = aws.client("sts", plain=True).get_caller_identity()
    assert identity["Account"] == aws.account


def test_caller_cannot_claim_tls_by_a_header(aws: LocalAws, sample: Sample) -> None:
    """Only the socket decides whether a request was encrypted."""
    plain = aws.client("s3", plain=True)
    plain.meta.events.register("before-send.s3", _claim_tls)
    with pytest.raises(ClientError, match="explicit deny"):
        plain.get_object(Bucket=sample.outputs["DataBucket"], Key="any")


def test_callers_that_trust_others_are_cut_off(aws: LocalAws, tmp_path: Path) -> None:
    """The instance's certificate is trusted by nobody who was not told to."""
    other = tmp_path / "empty.pem"
    other.write_text("")
    environment = aws.environment()
    environment["AWS_CA_BUNDLE"] = ssl.get_default_verify_paths().cafile or str(other)
    with pytest.raises((SSLError, OSError)):
        client(environment, "sts").get_caller_identity()


def test_health_says_that_policies_are_enforced(aws: LocalAws) -> None:
    """The emulator runs with IAM switched on."""
    environment = aws.environment()
    context = ssl.create_default_context(cafile=environment["AWS_CA_BUNDLE"])
    url = f"{environment['AWS_ENDPOINT_URL']}/_ministack/health"
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
    )
    with opener.open(url) as response:
        assert json.load(response)["auth"] == "enabled"


def test_emulator_ends_when_its_folder_is_deleted(tmp_path: Path) -> None:
    """Who throws a checkout away leaves no process behind."""
    instance = LocalAws(tmp_path / "thrown-away", ACCOUNT, REGION)
    pid = instance.up().pid
    assert pid is not None
    shutil.rmtree(instance.folder)
    deadline = time.monotonic() + 20
    while process.is_alive(pid):
        assert time.monotonic() < deadline, "it still runs"
        time.sleep(0.1)
