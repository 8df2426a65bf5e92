"""A project on the nodes of the Slurm cluster."""

from collections.abc import Callable

import pytest
from aws_cdk import App, Environment, Stack, aws_iam as iam
from aws_cdk.assertions import Template

from cdk.project.cluster_nodes import ProjectClusterNodes


@pytest.fixture(scope="module")
def template(new_app: Callable[[], App]) -> Template:
    """Return the template of a project's role that nodes may become."""
    env = Environment(account="111122223333", region="eu-central-1")
    stack = Stack(new_app(), "Test", env=env)
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
    ProjectClusterNodes(
        stack,
        "Nodes",
        lab="demo",
        env="dev",
        project="atlas",
        role=role,
        cluster_name="demo-dev",
    )
    return Template.from_stack(stack)


def test_nodes_of_the_cluster_may_become_the_project(template: Template) -> None:
    """The roles of its nodes have its name in their path; others of the account do not."""
    (role,) = template.find_resources("AWS::IAM::Role").values()
    _, statement = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    nodes = "arn:aws:iam::111122223333:role/parallelcluster/demo-dev/*"
    assert statement["Condition"] == {"ArnLike": {"aws:PrincipalArn": nodes}}
    assert statement["Principal"] == {"AWS": "arn:aws:iam::111122223333:root"}


def test_nodes_find_the_role_by_the_name_of_the_project(template: Template) -> None:
    """Where their policy lets them look."""
    (parameter,) = template.find_resources("AWS::SSM::Parameter").values()
    assert parameter["Properties"]["Name"] == "/lab/demo/dev/project_roles/atlas"
    assert parameter["Properties"]["Value"] == {"Fn::GetAtt": ["Role1ABCC5F0", "Arn"]}
