"""A project's notebooks and Dask workers."""

import json
from collections.abc import Callable
from operator import itemgetter

import pytest
from aws_cdk import App, Environment, Stack, aws_iam as iam
from aws_cdk.assertions import Template

from cdk.facts import Facts
from cdk.project.config import ProjectConfig
from cdk.project.pods import ProjectPods

Build = Callable[[str | None], Template]


@pytest.fixture(scope="module")
def pods(new_app: Callable[[], App]) -> Build:
    """Return what builds the pods of project `atlas`, with or without a user pool of the lab."""

    def build(user_pool_id: str | None) -> Template:
        env = Environment(account="111122223333", region="eu-central-1")
        stack = Stack(new_app(), "Test", env=env)
        ProjectPods(
            stack,
            "Pods",
            lab="demo",
            env="dev",
            project="atlas",
            config=ProjectConfig.model_validate(
                {"owner": "ada@example.org", "posix": {"uid": 20001, "gid": 20002}, "efs": {}}
            ),
            role=iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/atlas"),
            facts=Facts(eks_cluster_name="demo-dev", user_pool_id=user_pool_id),
        )
        return Template.from_stack(stack)

    return build


def test_one_service_account_works_as_the_project_wherever_its_pods_run(pods: Build) -> None:
    """Notebooks and Dask clusters have namespaces of their own."""
    found = pods(None).find_resources("AWS::EKS::PodIdentityAssociation").values()
    assert sorted((each["Properties"] for each in found), key=itemgetter("Namespace")) == [
        {
            "ClusterName": "demo-dev",
            "Namespace": namespace,
            "RoleArn": "arn:aws:iam::111122223333:role/atlas",
            "ServiceAccount": "project-atlas",
        }
        for namespace in ("dask", "jupyterhub")
    ]


def test_the_hub_finds_who_owns_the_files(pods: Build) -> None:
    """One parameter for each project, in the folder that the hub reads."""
    (parameter,) = pods(None).find_resources("AWS::SSM::Parameter").values()
    assert parameter["Properties"]["Name"] == "/lab/demo/dev/projects/atlas"
    assert json.loads(parameter["Properties"]["Value"]) == {
        "uid": 20001,
        "gid": 20002,
        "permissions": "2770",
    }


def test_the_lab_s_own_user_pool_gets_a_group_of_the_project_s_name(pods: Build) -> None:
    """Whoever is put into it may work as the project."""
    (group,) = pods("eu-central-1_x").find_resources("AWS::Cognito::UserPoolGroup").values()
    assert group["Properties"]["GroupName"] == "atlas"


def test_another_provider_has_its_own_groups(pods: Build) -> None:
    """Nothing is made where there is nothing to make it in."""
    pods(None).resource_count_is("AWS::Cognito::UserPoolGroup", 0)
