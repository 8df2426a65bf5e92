"""The role that makes a cluster."""

import json
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk.assertions import Template

from cdk.slurm.provider_role import ProviderRole
from tests.cdk.slurm.upstream_rights import LEFT_OUT, upstream_actions

Build = Callable[..., Template]
POLICY = "AWS::IAM::ManagedPolicy"
NODES = "arn:aws:iam::111122223333:policy/nodes"
SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:Password-a1b2c3"  # noqa: S105
MOST_CHARACTERS = 6144


@pytest.fixture(scope="module")
def build(new_stack: Callable[[str], Stack]) -> Build:
    """Return what makes the role with everything that a cluster can have."""

    def made(cluster: str = "demo-dev", **more: object) -> Template:
        stack = new_stack(f"{cluster}-slurm")
        ProviderRole(
            stack,
            "Role",
            cluster_name=cluster,
            rule_prefix="Cluster",
            source_bucket="demo-dev-bootstrap",
            managed_policy_arns=["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", NODES],
            accounting_secret_arn=SECRET,
            scratch=True,
            scratch_bucket_arn="arn:aws:s3:::demo-dev-raw",
            **more,  # type: ignore[arg-type]
        )
        return Template.from_stack(stack)

    return made


@pytest.fixture(scope="module")
def statements(build: Build) -> dict[str, dict[str, Any]]:
    """Return all statements by sid."""
    return {each["Sid"]: each for each in _statements(build())}


def _statements(template: Template) -> Iterator[dict[str, Any]]:
    for policy in template.find_resources(POLICY).values():
        yield from policy["Properties"]["PolicyDocument"]["Statement"]


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


@pytest.mark.parametrize("action", list(upstream_actions()))
def test_what_parallelcluster_asks_for_is_allowed_or_left_out_with_a_reason(
    statements: dict[str, dict[str, Any]], action: str
) -> None:
    """Never both: a reason that no longer holds goes."""
    allowed = any(
        fnmatchcase(action, pattern)
        for statement in statements.values()
        for pattern in _list(statement["Action"])
    )
    assert allowed != (action in LEFT_OUT)


def test_reasons_are_about_rights_that_parallelcluster_asks_for() -> None:
    """Whatever else the role lacks needs none."""
    assert set(LEFT_OUT) - set(upstream_actions()) == set()


@pytest.mark.parametrize("cluster", ["demo-dev", "a" * 40])
def test_no_policy_is_larger_than_iam_takes(build: Build, cluster: str) -> None:
    """Without spaces; with the longest name that a cluster with accounting may have."""
    sizes = {
        logical_id: len(json.dumps(policy["Properties"]["PolicyDocument"], separators=(",", ":")))
        for logical_id, policy in build(cluster).find_resources(POLICY).items()
    }
    assert {name: size for name, size in sizes.items() if size > MOST_CHARACTERS} == {}


def test_sids_are_unique(build: Build, statements: dict[str, dict[str, Any]]) -> None:
    """A message of IAM names one statement."""
    assert len(list(_statements(build()))) == len(statements)


def test_roles_are_the_cluster_s_own(statements: dict[str, dict[str, Any]]) -> None:
    """Whatever writes to IAM names the cluster, or a service that makes a role for itself."""
    ours = re.compile(
        r"arn:aws:iam::111122223333:(role|instance-profile)/parallelcluster/demo-dev[/-].+"
        r"|arn:aws:iam::111122223333:role/aws-service-role/[a-z0-9.-]+\.amazonaws\.com/\*"
    )
    written = {
        resource
        for sid, statement in statements.items()
        if sid != "CheckPolicies"
        and any(action.startswith("iam:") for action in _list(statement["Action"]))
        for resource in _list(statement["Resource"])
    }
    assert [each for each in written if not ours.fullmatch(each)] == []


def test_only_known_policies_are_attached(statements: dict[str, dict[str, Any]]) -> None:
    """Each by its name."""
    assert statements["AttachKnownPolicies"]["Condition"] == {
        "ArnEquals": {
            "iam:PolicyARN": ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", NODES]
        }
    }


def test_a_role_is_handed_to_the_service_that_it_is_for(
    statements: dict[str, dict[str, Any]],
) -> None:
    """Nodes to EC2, functions to Lambda."""
    handed = {
        statement["Resource"]: statement["Condition"]["StringEquals"]["iam:PassedToService"]
        for statement in statements.values()
        if statement["Action"] == "iam:PassRole"
    }
    roles = "arn:aws:iam::111122223333:role/parallelcluster"
    assert handed == {
        f"{roles}/demo-dev/*": "ec2.amazonaws.com",
        f"{roles}/demo-dev-Cleanup*": "lambda.amazonaws.com",
    }


def test_no_other_stack_of_the_lab_is_within_reach(statements: dict[str, dict[str, Any]]) -> None:
    """Their names begin with the cluster's."""
    stack = "arn:aws:cloudformation:us-east-1:111122223333:stack/demo-dev-storage/0a1b"
    patterns = [
        pattern
        for statement in statements.values()
        if "cloudformation:DeleteStack" in _list(statement["Action"])
        for pattern in _list(statement["Resource"])
    ]
    assert patterns != []
    assert [each for each in patterns if fnmatchcase(stack, each)] == []


def test_every_resource_without_name_is_bound_by_a_condition_or_only_seen(
    statements: dict[str, dict[str, Any]],
) -> None:
    """X-Ray's records and a new zone alone are not: AWS knows no condition for them."""
    unbound = {
        sid
        for sid, statement in statements.items()
        if "*" in _list(statement["Resource"]) and "Condition" not in statement
    }
    assert unbound == {"OwnTrace", "MakeNodeZone"}


def test_only_machines_of_the_cluster_are_ended(statements: dict[str, dict[str, Any]]) -> None:
    """By the tag that ParallelCluster puts on them."""
    ending = [
        statement["Condition"]
        for statement in statements.values()
        if "ec2:TerminateInstances" in _list(statement["Action"])
    ]
    assert ending == [
        {"StringEquals": {"ec2:ResourceTag/parallelcluster:cluster-name": "demo-dev"}}
    ]


def test_a_boundary_is_asked_for_wherever_rights_are_given(build: Build) -> None:
    """So that an inline policy cannot be more than it."""
    boundary = "arn:aws:iam::111122223333:policy/boundary"
    found = {each["Sid"]: each for each in _statements(build(permissions_boundary_arn=boundary))}
    for sid in ("MakeRoles", "AttachKnownPolicies"):
        equals = found[sid]["Condition"]["StringEquals"]
        assert equals == {"iam:PermissionsBoundary": boundary}


def test_rights_come_before_what_uses_the_role_and_go_after_it(build: Build) -> None:
    """The role refers to its policies, and not they to it."""
    template = build()
    (role,) = template.find_resources("AWS::IAM::Role").values()
    policies = template.find_resources(POLICY)
    assert role["Properties"]["ManagedPolicyArns"] == [{"Ref": name} for name in policies]
    assert {"Roles"} & {key for each in policies.values() for key in each["Properties"]} == set()


def test_without_scratch_and_accounting_their_rights_are_missing(
    new_stack: Callable[[str], Stack],
) -> None:
    """What a cluster does not have nobody may make."""
    stack = new_stack("demo-dev-slurm")
    ProviderRole(
        stack,
        "Role",
        cluster_name="demo-dev",
        rule_prefix="Cluster",
        source_bucket="demo-dev-bootstrap",
        managed_policy_arns=[NODES],
    )
    actions = {
        action
        for statement in _statements(Template.from_stack(stack))
        for action in _list(statement["Action"])
    }
    assert {each for each in actions if each.startswith(("fsx:", "secretsmanager:"))} == set()
