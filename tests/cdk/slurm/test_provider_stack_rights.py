"""Rights about a cluster's stack, records and files."""

from fnmatch import fnmatchcase
from typing import Any

import pytest

from cdk.slurm.provider_scope import ProviderScope
from cdk.slurm.provider_stack_rights import stack_statements

SCOPE = ProviderScope(
    cluster="demo-dev",
    stack="demo-dev-slurm",
    partition="aws",
    region="us-east-1",
    account="111122223333",
    rule_prefix="Cluster",
)

STACK = "cloudformation:us-east-1:111122223333:stack"


@pytest.fixture(scope="module")
def statements() -> dict[str, dict[str, Any]]:
    """Return the statements by sid."""
    made = (each.to_statement_json() for each in stack_statements(SCOPE, source_bucket="demo"))
    return {each["Sid"]: each for each in made}


@pytest.mark.parametrize(
    ("sid", "arn"),
    [
        ("ClusterStack", f"{STACK}/demo-dev/0a"),
        (
            "ClusterStack",
            f"{STACK}/demo-dev-ComputeFleetQueuesNestedStackQueuesNestedStack-1ABC/0a",
        ),
        ("ClusterStack", f"{STACK}/demo-dev-LoginNodesNestedStackLoginNodesNestedStack-1ABC/0a"),
        ("WakeItself", "events:us-east-1:111122223333:rule/Cluster9EE0481A8GFEDCBA"),
        ("NodeTables", "dynamodb:us-east-1:111122223333:table/parallelcluster-demo-dev"),
        ("NodeTables", "dynamodb:us-east-1:111122223333:table/parallelcluster-slurm-demo-dev"),
        (
            "ClusterLogs",
            "logs:us-east-1:111122223333:log-group:/aws/parallelcluster/demo-dev-202611290112:*",
        ),
        ("ClusterAlarms", "cloudwatch:us-east-1:111122223333:alarm:demo-dev-HeadNode-Cpu"),
        ("ClusterAlarms", "cloudwatch::111122223333:dashboard/demo-dev-us-east-1"),
        (
            "CleanupFunctions",
            "lambda:us-east-1:111122223333:function:pcluster-CleanupRoute53-0a1b2c3d",
        ),
        ("EventBucket", "s3:::demo-dev-slurm-provider-1-pclustercustomresourcebu-0a1b2c3d4e5f"),
    ],
)
def test_names_that_parallelcluster_gives_are_covered(
    statements: dict[str, dict[str, Any]], sid: str, arn: str
) -> None:
    """As its own templates of 3.16.1 have them."""
    resources = statements[sid]["Resource"]
    patterns = [resources] if isinstance(resources, str) else resources
    assert any(fnmatchcase(f"arn:aws:{arn}", each) for each in patterns)


def test_scripts_of_nodes_are_read_and_never_written(statements: dict[str, dict[str, Any]]) -> None:
    """ParallelCluster looks whether they are there."""
    assert statements["LookForScripts"]["Action"] == [
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:ListBucket",
    ]


def test_only_names_of_nodes_are_changed_in_dns(statements: dict[str, dict[str, Any]]) -> None:
    """The account's other zones have ids of the same form."""
    (condition,) = statements["NodeNames"]["Condition"].values()
    assert list(condition.values()) == [["*demo-dev.pcluster"]]
