"""Who is told that the cluster is not well."""

from collections.abc import Callable

import pytest
from aws_cdk import App, Environment, Stack, aws_kms as kms
from aws_cdk.assertions import Match, Template

from cdk.slurm.alerts import ClusterAlerts


@pytest.fixture(scope="module")
def templates(new_app: Callable[[], App]) -> tuple[Template, Template]:
    """Return alerts of a cluster, and the stack of the key that encrypts them."""
    app, place = new_app(), Environment(account="111122223333", region="us-east-1")
    stack = Stack(app, "demo-dev-slurm", env=place)
    storage = Stack(app, "demo-dev-storage", env=place)
    key = kms.Key(storage, "Key")
    ClusterAlerts(stack, "Alerts", cluster_name="demo-dev", email="grace@example.org", key=key)
    return Template.from_stack(stack), Template.from_stack(storage)


@pytest.fixture(scope="module")
def template(templates: tuple[Template, Template]) -> Template:
    """Return alerts of a cluster."""
    return templates[0]


def test_each_alarm_of_the_head_node_is_told_when_it_goes_off(template: Template) -> None:
    """Not those of another lab's cluster, and no alarm twice."""
    template.has_resource_properties(
        "AWS::Events::Rule",
        {
            "EventPattern": {
                "source": ["aws.cloudwatch"],
                "detail-type": ["CloudWatch Alarm State Change"],
                "detail": {
                    "alarmName": [{"prefix": "demo-dev-HeadNode-"}],
                    "state": {"value": ["ALARM"]},
                },
            }
        },
    )


def test_the_owner_gets_a_mail_with_name_time_and_reason(template: Template) -> None:
    """A sentence, no JSON."""
    template.has_resource_properties(
        "AWS::SNS::Subscription", {"Protocol": "email", "Endpoint": "grace@example.org"}
    )
    template.has_resource_properties(
        "AWS::Events::Rule",
        {
            "Targets": [
                Match.object_like(
                    {
                        "InputTransformer": {
                            "InputPathsMap": {
                                "detail-alarmName": "$.detail.alarmName",
                                "time": "$.time",
                                "detail-state-reason": "$.detail.state.reason",
                            },
                            "InputTemplate": Match.string_like_regexp('^"Cluster: demo-dev'),
                        }
                    }
                )
            ]
        },
    )


def test_alerts_are_encrypted_and_travel_over_tls(template: Template) -> None:
    """Nodes publish to the same topic, with words of their logs."""
    template.has_resource_properties(
        "AWS::SNS::Topic",
        {
            "DisplayName": "Slurm cluster demo-dev",
            "KmsMasterKeyId": {"Fn::ImportValue": Match.string_like_regexp("Key.*Arn")},
        },
    )
    template.has_resource_properties(
        "AWS::SNS::TopicPolicy",
        {
            "PolicyDocument": {
                "Statement": Match.array_with(
                    [
                        Match.object_like(
                            {
                                "Effect": "Deny",
                                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                            }
                        )
                    ]
                )
            }
        },
    )


def test_eventbridge_may_publish_to_the_encrypted_topic(
    templates: tuple[Template, Template],
) -> None:
    """It needs the key; otherwise alerts would be lost without a trace."""
    templates[1].has_resource_properties(
        "AWS::KMS::Key",
        {
            "KeyPolicy": {
                "Statement": Match.array_with(
                    [
                        {
                            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                            "Effect": "Allow",
                            "Principal": {"Service": "events.amazonaws.com"},
                            "Resource": "*",
                        }
                    ]
                )
            }
        },
    )
