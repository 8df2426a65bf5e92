"""What CloudFormation would make of a template."""

from typing import Any

import pytest

from tests.installation.cloudformation import custom_resources
from tests.installation.handler import CHART, MANIFEST, as_cloudformation_sends

TEMPLATE: dict[str, Any] = {
    "Parameters": {"Host": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/lab/host"}},
    "Resources": {
        "Chart": {
            "Type": CHART,
            "Properties": {
                "Values": {"Fn::Join": ["", ['{"host":"', {"Ref": "Host"}, '"}']]},
                "ClusterName": {"Fn::ImportValue": "cluster"},
                "Wait": True,
            },
            "DependsOn": ["Before"],
        },
        "Before": {"Type": MANIFEST, "Properties": {"Manifest": {"Ref": "Role"}}},
        "Role": {"Type": "AWS::IAM::Role"},
    },
}
OTHER = {
    "Resources": {"Cluster": {"Type": "AWS::EKS::Cluster"}},
    "Outputs": {"Name": {"Value": {"Ref": "Cluster"}, "Export": {"Name": "cluster"}}},
}
PARAMETERS = {"/lab/host": "db.example"}


def test_resources_come_in_the_order_of_creation() -> None:
    """First what others depend on; only what the handler makes."""
    found = custom_resources(TEMPLATE, {"eks": OTHER}, PARAMETERS)
    assert [each.logical_id for each in found] == ["Before", "Chart"]


def test_references_are_resolved() -> None:
    """Parameters, joins, and what other stacks export."""
    chart = custom_resources(TEMPLATE, {"eks": OTHER}, PARAMETERS)[1]
    assert chart.properties == {
        "Values": '{"host":"db.example"}',
        "ClusterName": "Cluster",
        "Wait": True,
    }


def test_unknown_function_is_refused() -> None:
    """Nothing is handed on that was not resolved."""
    resources = {"A": {"Type": CHART, "Properties": {"Release": {"Fn::Sub": "x"}}}}
    with pytest.raises(ValueError, match="Fn::Sub is not resolved here"):
        custom_resources({"Resources": resources}, {}, {})


def test_export_that_nobody_makes_is_refused() -> None:
    """A stack cannot import what is not there."""
    with pytest.raises(KeyError, match="no stack exports cluster"):
        custom_resources(TEMPLATE, {}, PARAMETERS)


def test_scalars_are_sent_as_text() -> None:
    """The handler sees "false" where the template says false."""
    given = {"Wait": False, "Count": 3, "List": [True, "x"], "Inner": {"Size": 0.5}}
    assert as_cloudformation_sends(given) == {
        "Wait": "false",
        "Count": "3",
        "List": ["true", "x"],
        "Inner": {"Size": "0.5"},
    }
