"""Rights about machines, login pools and file systems."""

from fnmatch import fnmatchcase
from typing import Any

import pytest

from cdk.slurm.provider_machine_rights import machine_statements, scratch_statements
from cdk.slurm.provider_scope import ProviderScope

SCOPE = ProviderScope(
    cluster="demo-dev",
    stack="demo-dev-slurm",
    partition="aws",
    region="us-east-1",
    account="111122223333",
    rule_prefix="Cluster",
)
SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:Password-a1b2c3"  # noqa: S105

GROUP = "autoScalingGroup:0a1b:autoScalingGroupName"


def _by_sid(secret: str | None = None) -> dict[str, dict[str, Any]]:
    made = (
        each.to_statement_json() for each in machine_statements(SCOPE, accounting_secret_arn=secret)
    )
    return {each["Sid"]: each for each in made}


def test_machines_are_of_the_lab_s_region() -> None:
    """What has no name yet cannot be told in another way."""
    assert _by_sid()["Machines"]["Condition"] == {
        "StringEquals": {"aws:RequestedRegion": "us-east-1"}
    }


@pytest.mark.parametrize(
    ("sid", "service", "resource", "expected"),
    [
        ("LoginPool", "autoscaling", f"{GROUP}/demo-dev-login-AutoScalingGroup", True),
        ("LoginPool", "autoscaling", f"{GROUP}/demo-prod-login-AutoScalingGroup", False),
        ("LoginLoadBalancer", "elasticloadbalancing", "targetgroup/demo-de-login-0a/0a", True),
        ("LoginLoadBalancer", "elasticloadbalancing", "loadbalancer/net/demo-d-1ABC/0a", True),
        ("LoginLoadBalancer", "elasticloadbalancing", "loadbalancer/app/demo-d-1ABC/0a", False),
    ],
)
def test_a_login_pool_is_the_cluster_s_and_no_load_balancer_of_the_lab(
    sid: str, service: str, resource: str, *, expected: bool
) -> None:
    """By the names of ParallelCluster's own templates."""
    resources = _by_sid()[sid]["Resource"]
    patterns = [resources] if isinstance(resources, str) else resources
    assert any(fnmatchcase(SCOPE.arn(service, resource), each) for each in patterns) is expected


def test_the_secret_is_seen_and_not_read() -> None:
    """ParallelCluster asks whether there is one; the head node reads it."""
    assert "SeeSecret" not in _by_sid()
    assert _by_sid(SECRET)["SeeSecret"]["Action"] == "secretsmanager:DescribeSecret"


def test_the_shared_file_system_is_only_looked_at() -> None:
    """It holds everybody's files."""
    actions = _by_sid()["SeeFileSystem"]["Action"]
    assert [each for each in actions if ":Describe" not in each] == []


def test_a_bucket_behind_scratch_is_named() -> None:
    """FSx checks with the caller's rights that it can be read."""
    arn = "arn:aws:s3:::demo-dev-raw"
    scratch, bucket = (
        each.to_statement_json() for each in scratch_statements(SCOPE, bucket_arn=arn)
    )
    assert scratch["Resource"] == "arn:aws:fsx:us-east-1:111122223333:*"
    assert bucket["Resource"] == [arn, f"{arn}/*"]
    assert len(scratch_statements(SCOPE, bucket_arn=None)) == 1
