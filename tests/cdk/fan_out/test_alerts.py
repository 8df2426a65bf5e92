"""Who is told."""

from collections.abc import Callable

import pytest
from aws_cdk.assertions import Template

FanOut = Callable[..., Template]


@pytest.mark.parametrize(
    ("emails", "expected"),
    [
        ([], ["ada@example.org"]),
        (["a@example.org", "b@example.org"], ["a@example.org", "b@example.org"]),
    ],
)
def test_mails_go_to_the_owner_or_to_whom_the_yaml_names(
    fan_out: FanOut, emails: list[str], expected: list[str]
) -> None:
    """Nobody has to remember to subscribe."""
    found = fan_out(alert_emails=emails).find_resources("AWS::SNS::Subscription").values()
    assert sorted(each["Properties"]["Endpoint"] for each in found) == expected
    assert {each["Properties"]["Protocol"] for each in found} == {"email"}


def test_alerts_are_encrypted_by_the_lab_s_key_and_travel_over_tls(fan_out: FanOut) -> None:
    """Names of folders may be names of patients."""
    template = fan_out()
    template.has_resource_properties(
        "AWS::SNS::Topic", {"KmsMasterKeyId": "arn:aws:kms:us-east-1:111122223333:key/1"}
    )
    (policy,) = template.find_resources("AWS::SNS::TopicPolicy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
