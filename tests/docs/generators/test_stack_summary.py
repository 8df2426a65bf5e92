"""What a picture says about a stack."""

import json
from pathlib import Path

from console.assembly import Assembly, StackArtifact
from docs.generators.stack_summary import StackSummary, summarise


def _summary(**template: object) -> StackSummary:
    stack = StackArtifact("lab-storage", dict(template), json.dumps(template))
    (summary,) = summarise(Assembly(Path("out"), (stack,)))
    return summary


def test_published_facts_are_the_parameters_it_writes() -> None:
    """A fact is named by the last part of its parameter's path."""
    parameter = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/lab/x/dev/data_key_arn"}}
    assert _summary(Resources={"A": parameter}).publishes == ("data_key_arn",)


def test_read_facts_are_the_parameters_that_cloudformation_looks_up() -> None:
    """CDK's own parameter, the version of the bootstrap stack, is none of them."""
    kind = "AWS::SSM::Parameter::Value<String>"
    parameters = {
        "A": {"Type": kind, "Default": "/lab/x/dev/data_key_arn"},
        "BootstrapVersion": {"Type": kind, "Default": "/cdk-bootstrap/hnb659fds/version"},
    }
    assert _summary(Parameters=parameters).reads == ("data_key_arn",)


def test_roles_of_cdk_s_own_functions_are_left_out() -> None:
    """A role that CDK adds for its custom resources belongs to nobody."""
    role = {"Type": "AWS::IAM::Role"}
    resources = {"Own": role, "CustomS3AutoDeleteObjectsCustomResourceProviderRole3B": role}
    assert _summary(Resources=resources).contents == ("1 IAM role",)
