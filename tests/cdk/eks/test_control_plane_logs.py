"""The record of the control plane."""

from collections.abc import Callable

from aws_cdk.assertions import Template


def test_the_record_expires_and_outlives_the_cluster(cluster: Callable[..., Template]) -> None:
    """90 days, also those after the cluster is gone."""
    cluster().has_resource(
        "AWS::Logs::LogGroup",
        {"DeletionPolicy": "RetainExceptOnCreate", "Properties": {"RetentionInDays": 90}},
    )
