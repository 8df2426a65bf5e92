"""Who may act as a project."""

from collections.abc import Callable
from typing import Any

from aws_cdk.assertions import Template

Project = Callable[..., Template]
JOBS = {
    "Action": "sts:AssumeRole",
    "Effect": "Allow",
    "Principal": {"Service": "ecs-tasks.amazonaws.com"},
    "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
}


def trusted(template: Template) -> list[dict[str, Any]]:
    """Return the statements of the role's trust policy."""
    (role,) = template.find_resources("AWS::IAM::Role").values()
    return list(role["Properties"]["AssumeRolePolicyDocument"]["Statement"])


def test_jobs_of_this_account_act_as_the_project(project: Project) -> None:
    """ECS may assume the role for tasks of the own account, and nobody else may."""
    assert trusted(project(without=("eks_cluster_name",))) == [JOBS]


def test_members_act_as_the_project(project: Project) -> None:
    """Members are a condition on the account, as a role that does not exist cannot be named."""
    members = ["role/scientists", "role/aws-reserved/sso.amazonaws.com/*_Atlas_*"]
    jobs, people = trusted(project(without=("eks_cluster_name",), members=members))
    assert jobs == JOBS
    assert people == {
        "Action": "sts:AssumeRole",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Condition": {
            "ArnLike": {
                "aws:PrincipalArn": [
                    "arn:aws:iam::111122223333:role/scientists",
                    "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*_Atlas_*",
                ]
            }
        },
    }


def test_pods_of_the_lab_s_cluster_act_as_the_project(project: Project) -> None:
    """Pods of another cluster of the same account do not."""
    jobs, pods = trusted(project())
    assert jobs == JOBS
    assert pods == {
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Effect": "Allow",
        "Principal": {"Service": "pods.eks.amazonaws.com"},
        "Condition": {
            "StringEquals": {"aws:SourceAccount": "111122223333"},
            "ArnEquals": {
                "aws:SourceArn": "arn:aws:eks:eu-central-1:111122223333:cluster/demo-dev"
            },
        },
    }


def test_the_role_has_inline_policies_only(project: Project) -> None:
    """A managed policy would change for all who have it."""
    (role,) = project(data={"raw": "write"}).find_resources("AWS::IAM::Role").values()
    assert "ManagedPolicyArns" not in role["Properties"]
    assert [each["PolicyName"] for each in role["Properties"]["Policies"]] == ["Data"]
