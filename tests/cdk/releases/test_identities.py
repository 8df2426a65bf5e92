"""Who pods are in AWS."""

from collections.abc import Callable

import pytest
from aws_cdk import App
from aws_cdk.assertions import Match, Template

from cdk.releases.identities import ReleaseIdentity
from tests.cdk.releases.cluster import new_stack

READ = {
    "Sid": "Read",
    "Effect": "Allow",
    "Action": ["s3:GetObject"],
    "Resource": ["arn:aws:s3:::x"],
}


@pytest.fixture(scope="module")
def identity(new_app: Callable[[], App]) -> Template:
    """Return the template of a service account with two grants that share a Sid."""
    stack = new_stack(new_app())
    ReleaseIdentity(
        stack,
        "Identity",
        cluster_name="demo-dev",
        namespace="airflow",
        service_account="airflow-worker",
        grants={"airflow_logs": [READ], "read_results": [READ]},
    )
    return Template.from_stack(stack)


def test_only_pods_of_this_service_account_and_cluster_become_the_role(identity: Template) -> None:
    """EKS names account, cluster, namespace and service account when it asks for the role."""
    identity.has_resource_properties(
        "AWS::IAM::Role",
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Action": ["sts:AssumeRole", "sts:TagSession"],
                        "Effect": "Allow",
                        "Principal": {"Service": "pods.eks.amazonaws.com"},
                        "Condition": {
                            "StringEquals": {
                                "aws:SourceAccount": "111122223333",
                                "aws:RequestTag/kubernetes-namespace": "airflow",
                                "aws:RequestTag/kubernetes-service-account": "airflow-worker",
                            },
                            "ArnEquals": {"aws:SourceArn": Match.any_value()},
                        },
                    }
                ],
            }
        },
    )
    assert ":eks:us-east-1:111122223333:cluster/demo-dev" in str(identity.to_json())


def test_each_grant_is_a_policy_of_its_own(identity: Template) -> None:
    """Sids are unique within a policy only."""
    (role,) = identity.find_resources("AWS::IAM::Role").values()
    policies = role["Properties"]["Policies"]
    assert [each["PolicyName"] for each in policies] == ["AirflowLogs", "ReadResults"]


def test_service_account_is_bound_to_the_role(identity: Template) -> None:
    """By an association, so the chart needs no annotation."""
    (role,) = identity.find_resources("AWS::IAM::Role")
    identity.has_resource_properties(
        "AWS::EKS::PodIdentityAssociation",
        {
            "ClusterName": "demo-dev",
            "Namespace": "airflow",
            "ServiceAccount": "airflow-worker",
            "RoleArn": {"Fn::GetAtt": [role, "Arn"]},
        },
    )
