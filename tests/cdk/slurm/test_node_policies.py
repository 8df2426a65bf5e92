"""What nodes may do."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import CfnOutput, Fn, Stack, aws_kms as kms, aws_s3 as s3, aws_sns as sns
from aws_cdk.assertions import Template

from cdk.slurm.node_policies import NodePolicies
from tests.cdk.slurm.conftest import KEY_ARN

Build = Callable[..., Template]
POLICY = "AWS::IAM::ManagedPolicy"
SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:Login-a1b2c3"  # noqa: S105
TARGETS = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/slurm/0a1b2c3d"
BUCKET = "arn:aws:s3:::demo-dev-bootstrap"
TOPIC = "arn:aws:sns:us-east-1:111122223333:alerts"


@pytest.fixture(scope="module")
def build(new_stack: Callable[[str], Stack], lab_key: Callable[[Stack], kms.IKey]) -> Build:
    """Return what builds the policies and tells which node has which."""

    def made(**other: object) -> Template:
        stack = new_stack("demo-dev-slurm")
        settings: dict[str, Any] = {
            "accounting": True,
            "login_secret_arn": SECRET,
            "target_group_arn": TARGETS,
            **other,
        }
        policies = NodePolicies(
            stack,
            "Nodes",
            lab="demo",
            env="dev",
            bucket=s3.Bucket.from_bucket_arn(stack, "Bucket", BUCKET),
            topic=sns.Topic.from_topic_arn(stack, "Topic", TOPIC),
            key=lab_key(stack),
            project_roles_path="/lab/demo/dev/project_roles",
            **settings,
        )
        for role in ("head", "login", "compute"):
            arns = policies.arns(role)
            CfnOutput(stack, role.capitalize(), value=Fn.join(",", arns))
        CfnOutput(stack, "All", value=Fn.join(",", policies.attached_arns()))
        return Template.from_stack(stack)

    return made


@pytest.fixture(scope="module")
def statements(
    build: Build, statements_of: Callable[..., dict[str, dict[str, Any]]]
) -> dict[str, dict[str, Any]]:
    """Return all statements by sid."""
    return statements_of(*build().find_resources(POLICY).values())


def _policies(template: Template, role: str) -> list[str]:
    (output,) = template.find_outputs(role.capitalize()).values()
    _, parts = output["Value"]["Fn::Join"]
    text = "".join(part if isinstance(part, str) else f"<{part['Ref']}>" for part in parts)
    names = ("Common", "Head", "Login", "AmazonSSMManagedInstanceCore", "CloudWatchAgent")
    return [name for name in names if name in text]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("head", ["Common", "Head", "AmazonSSMManagedInstanceCore"]),
        ("login", ["Common", "Login", "AmazonSSMManagedInstanceCore"]),
        ("compute", ["Common", "AmazonSSMManagedInstanceCore"]),
        ("all", ["Common", "Head", "Login", "AmazonSSMManagedInstanceCore", "CloudWatchAgent"]),
    ],
)
def test_each_node_has_what_its_role_needs(build: Build, role: str, expected: list[str]) -> None:
    """The secret of the login is not on nodes that run jobs."""
    assert _policies(build(), role) == expected


def test_nodes_read_one_bucket_and_publish_to_one_topic(
    statements: dict[str, dict[str, Any]],
) -> None:
    """And no other of the lab's."""
    assert statements["ListScripts"]["Resource"] == BUCKET
    assert statements["ReadScripts"]["Resource"] == f"{BUCKET}/*"
    assert statements["TellOfFailures"]["Resource"] == TOPIC


def test_the_key_is_used_through_one_service_at_a_time(
    statements: dict[str, dict[str, Any]],
) -> None:
    """For what a node may read or say anyway."""
    used = {
        sid: each["Condition"]["StringEquals"]["kms:ViaService"]
        for sid, each in statements.items()
        if each["Resource"] == KEY_ARN
    }
    assert used == {
        "ReadScriptsKey": "s3.us-east-1.amazonaws.com",
        "TellOfFailuresKey": "sns.us-east-1.amazonaws.com",
        "ReadPasswordKey": "secretsmanager.us-east-1.amazonaws.com",
        "ReadLoginSecretKey": "secretsmanager.us-east-1.amazonaws.com",
    }


def test_a_node_becomes_projects_of_its_own_lab_and_nothing_else(
    statements: dict[str, dict[str, Any]],
) -> None:
    """By tags that the lab's stacks put on roles; a role without project has no such tag."""
    assert statements["BecomeProjects"]["Condition"] == {
        "StringEquals": {"aws:ResourceTag/lab": "demo", "aws:ResourceTag/environment": "dev"},
        "StringLike": {"aws:ResourceTag/project": "?*"},
    }
    assert statements["FindProjectRoles"]["Resource"] == (
        "arn:aws:ssm:us-east-1:111122223333:parameter/lab/demo/dev/project_roles/*"
    )


def test_the_login_node_reads_its_secret_and_registers_itself(
    statements: dict[str, dict[str, Any]],
) -> None:
    """One secret, one target group."""
    assert statements["ReadLoginSecret"]["Resource"] == SECRET
    assert statements["RegisterItself"]["Resource"] == TARGETS
    assert statements["RegisterItself"]["Action"] == [
        "elasticloadbalancing:DeregisterTargets",
        "elasticloadbalancing:RegisterTargets",
    ]


def test_what_a_lab_does_not_have_makes_no_policy(build: Build) -> None:
    """IAM refuses an empty one."""
    template = build(accounting=False, login_secret_arn=None, target_group_arn=None)
    template.resource_count_is(POLICY, 1)
    assert _policies(template, "login") == ["Common", "AmazonSSMManagedInstanceCore"]
