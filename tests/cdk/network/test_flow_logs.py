"""The record of connections."""

from collections.abc import Callable

import pytest
from aws_cdk.assertions import Template

Network = Callable[..., Template]


@pytest.mark.parametrize("traffic", ["ALL", "ACCEPT", "REJECT"])
def test_flow_logs_record_what_the_setting_says(network: Network, traffic: str) -> None:
    """The kind of traffic goes through unchanged."""
    template = network(flow_logs={"traffic": traffic, "retention_days": 30})
    template.has_resource_properties(
        "AWS::EC2::FlowLog", {"ResourceType": "VPC", "TrafficType": traffic}
    )


@pytest.mark.parametrize("days", [1, 545, 3653])
def test_the_record_expires(network: Network, days: int) -> None:
    """The log group keeps events for as many days as the setting says."""
    template = network(flow_logs={"retention_days": days})
    template.has_resource_properties("AWS::Logs::LogGroup", {"RetentionInDays": days})


def test_the_record_outlives_the_network(network: Network) -> None:
    """The log group stays when its stack goes."""
    kept = {"DeletionPolicy": "RetainExceptOnCreate"}
    network(flow_logs={}).has_resource("AWS::Logs::LogGroup", kept)


def test_without_the_setting_nothing_is_recorded(network: Network) -> None:
    """No flow log, no log group."""
    template = network()
    template.resource_count_is("AWS::EC2::FlowLog", 0)
    template.resource_count_is("AWS::Logs::LogGroup", 0)
