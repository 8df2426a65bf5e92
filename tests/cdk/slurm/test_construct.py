"""The cluster as a custom resource."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack, aws_sns as sns
from aws_cdk.assertions import Template

from cdk.slurm.construct import LOGICAL_ID, RESOURCE_TYPE, SlurmCluster
from cdk.slurm.provider_role import ProviderRole


@pytest.fixture(scope="module")
def template(new_app: Callable[[], App]) -> Template:
    """Return the template of a small cluster that needs a topic first."""
    env = Environment(account="111122223333", region="eu-central-1")
    stack = Stack(new_app(), "demo-dev-slurm", env=env)
    topic = sns.Topic(stack, "Topic")
    role = ProviderRole(
        stack,
        "Role",
        cluster_name="demo-dev",
        rule_prefix=LOGICAL_ID,
        source_bucket="scripts",
        managed_policy_arns=["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
    )
    SlurmCluster(
        stack,
        LOGICAL_ID,
        name="demo-dev",
        configuration={"Image": {"Os": "ubuntu2404"}, "Topic": topic.topic_arn},
        role=role,
        first=[topic],
    )
    return Template.from_stack(stack)


def cluster(template: Template) -> tuple[str, dict[str, Any]]:
    """Return the logical id of the custom resource, and the resource."""
    ((name, resource),) = template.find_resources(RESOURCE_TYPE).items()
    return name, dict(resource)


def test_the_provider_gets_nothing_but_name_and_configuration(template: Template) -> None:
    """It hands every other property on to functions that do not know it."""
    properties = cluster(template)[1]["Properties"]
    assert sorted(properties) == ["ClusterConfiguration", "ClusterName", "ServiceToken"]
    assert properties["ClusterName"] == "demo-dev"


def test_references_in_the_configuration_are_cloudformations(template: Template) -> None:
    """They reach the provider as values."""
    configuration = cluster(template)[1]["Properties"]["ClusterConfiguration"]
    (topic,) = template.find_resources("AWS::SNS::Topic")
    assert configuration == {"Image": {"Os": "ubuntu2404"}, "Topic": {"Ref": topic}}


def test_what_nodes_need_is_there_before_them(template: Template) -> None:
    """And outlives them: the role, its rights, and whatever the caller names."""
    (topic,) = template.find_resources("AWS::SNS::Topic")
    waits_for = cluster(template)[1]["DependsOn"]
    rights = [*template.find_resources("AWS::IAM::ManagedPolicy")]
    assert {topic, *rights} <= {*waits_for}


def test_its_logical_id_begins_as_the_role_expects(template: Template) -> None:
    """The provider names an EventBridge rule by it, and may make that one only."""
    assert cluster(template)[0].startswith(LOGICAL_ID)
