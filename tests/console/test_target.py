"""Tests of where commands go, and of where they must never go."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSRequest
from botocore.stub import Stubber

from cdk.config.load import Loaded, load
from cdk.errors import LabError
from console.target import AwsTarget, LocalTarget, choose_target, local_aws
from localaws.errors import LocalAwsError
from tests.console.conftest import SMALL_LAB


@pytest.fixture
def loaded() -> Loaded:
    """Return the small lab, of account 111122223333."""
    return load(SMALL_LAB, "dev")


@pytest.fixture
def caller(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let STS answer that the caller is of some account: a stand-in for real credentials."""

    def answer(account: str) -> None:
        keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
        sts = boto3.client("sts", region_name="us-east-1", **keys)
        stub = Stubber(sts)
        identity = {"Account": account, "UserId": "u", "Arn": f"arn:aws:iam::{account}:user/u"}
        stub.add_response("get_caller_identity", identity)
        stub.activate()
        monkeypatch.setattr(boto3, "client", lambda *_, **__: sts)

    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "set-back-after-the-test")
    return answer


def test_real_deployment_with_the_right_account_is_allowed(
    loaded: Loaded, caller: Callable[[str], None]
) -> None:
    """The account in the YAML is the caller's."""
    caller("111122223333")
    AwsTarget(loaded).enter()


def test_real_deployment_with_another_account_is_refused(
    loaded: Loaded, caller: Callable[[str], None]
) -> None:
    """The line to correct is named, with both accounts."""
    caller("999999999999")
    with pytest.raises(LabError) as caught:
        AwsTarget(loaded).enter()
    (finding,) = caught.value.findings
    assert (finding.path, finding.line) == ("account", 1)
    assert "got 111122223333, not 999999999999" in finding.message


def test_local_is_a_choice_of_its_own(loaded: Loaded) -> None:
    """Each environment has its own embedded AWS."""
    assert isinstance(choose_target(loaded, local=True), LocalTarget)
    assert isinstance(choose_target(loaded, local=False), AwsTarget)
    assert local_aws(loaded).folder == Path(".lab/small-dev")


@pytest.mark.parametrize(
    "url", ["https://s3.amazonaws.com/x", "https://169.254.169.254/latest", "http://example.org/"]
)
def test_nothing_is_sent_off_this_machine(loaded: Loaded, url: str) -> None:
    """The last look at every request, just before it would leave."""
    guard: Any = LocalTarget(local_aws(loaded))._refuse_foreign  # noqa: SLF001
    with pytest.raises(LocalAwsError, match="is not an endpoint on this machine"):
        guard(request=AWSRequest(method="GET", url=url).prepare())
