"""Facts on their way through SSM."""

from collections.abc import Callable

import pytest
from aws_cdk import App, CfnOutput, Stack
from aws_cdk.assertions import Template

from cdk.facts import Facts
from cdk.published_facts import PublishedFacts, deployed_facts


@pytest.fixture
def stack(new_app: Callable[[], App]) -> Stack:
    """Return an empty stack."""
    return Stack(new_app(), "Test")


def test_a_fact_is_published_under_its_path_with_its_description(stack: Stack) -> None:
    """The parameter is found by lab, environment and name."""
    PublishedFacts(stack, "Facts", lab="demo", env="dev", facts=Facts(file_system_id="fs-1"))
    Template.from_stack(stack).has_resource_properties(
        "AWS::SSM::Parameter",
        {
            "Name": "/lab/demo/dev/file_system_id",
            "Type": "String",
            "Value": "fs-1",
            "Description": Facts.description("file_system_id"),
        },
    )


def test_what_a_lab_has_not_is_not_published(stack: Stack) -> None:
    """One parameter for each known fact, no more."""
    facts = Facts(file_system_id="fs-1", data_key_arn="arn")
    PublishedFacts(stack, "Facts", lab="demo", env="dev", facts=facts)
    Template.from_stack(stack).resource_count_is("AWS::SSM::Parameter", 2)


def test_a_fact_is_read_when_the_stack_is_deployed(stack: Stack) -> None:
    """CloudFormation looks the path up, no export is involved."""
    facts = deployed_facts(stack, lab="demo", env="dev", names=["raw_bucket_name"])
    CfnOutput(stack, "Raw", value=facts.need("raw_bucket_name"))
    template = Template.from_stack(stack)
    template.has_parameter(
        "RawBucketName",
        {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/lab/demo/dev/raw_bucket_name"},
    )
    template.has_output("Raw", {"Value": {"Ref": "RawBucketName"}})


def test_only_the_named_facts_are_read(stack: Stack) -> None:
    """All others are unknown to the reader."""
    facts = deployed_facts(stack, lab="demo", env="dev", names=["raw_bucket_name"])
    assert set(facts.known()) == {"raw_bucket_name"}


def test_a_name_that_is_no_fact_is_refused_with_the_nearest(stack: Stack) -> None:
    """A typing error is found at synth, not at deployment."""
    with pytest.raises(ValueError, match="raw_bucket_nam is no fact; did you mean raw_bucket_name"):
        deployed_facts(stack, lab="demo", env="dev", names=["raw_bucket_nam"])
