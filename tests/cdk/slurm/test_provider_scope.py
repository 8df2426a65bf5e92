"""Names that AWS gives what belongs to a cluster."""

import pytest
from aws_cdk import Aws

from cdk.slurm.provider_scope import ProviderScope, allow


def _scope(cluster: str = "demo-dev", account: str = "111122223333") -> ProviderScope:
    return ProviderScope(
        cluster=cluster,
        stack=f"{cluster}-slurm",
        partition="aws",
        region="us-east-1",
        account=account,
        rule_prefix="Cluster",
    )


@pytest.mark.parametrize(
    ("cluster", "start"),
    [("demo-dev", "demo-dev-"), ("a-long-name-of-a-lab-prod", "a-long-name-*-")],
)
def test_long_names_are_cut_as_cloudformation_may_cut_them(cluster: str, start: str) -> None:
    """A role's name has 64 characters, of which its logical id takes most."""
    assert _scope(cluster).cluster_start == start


def test_names_in_the_nested_stack_are_always_cut_and_in_lower_case() -> None:
    """It is a bucket's, of 63 characters."""
    assert _scope("Demo-Dev").stack_start == "demo-dev-slu*"


def test_bucket_is_the_one_that_parallelcluster_reckons_from_account_and_region() -> None:
    """`S3Bucket.get_bucket_name` of 3.16.1 gave this name."""
    name = "parallelcluster-5b831fb59db489f1-v1-do-not-delete"
    assert _scope().bucket_name == name
    assert _scope(account=Aws.ACCOUNT_ID).bucket_name == "parallelcluster-*-v1-do-not-delete"


def test_arns_are_of_the_region_and_account() -> None:
    """Nothing elsewhere is meant."""
    assert _scope().arn("fsx", "*") == "arn:aws:fsx:us-east-1:111122223333:*"
    assert _scope().bucket("a") == ("arn:aws:s3:::a", "arn:aws:s3:::a/*")


def test_a_statement_without_conditions_has_none() -> None:
    """An empty one would be refused by IAM."""
    plain = allow("Plain", ["s3:GetObject"], "*").to_statement_json()
    assert "Condition" not in plain
    bound = allow("Bound", ["s3:GetObject"], "*", StringEquals={"a": "b"}).to_statement_json()
    assert bound["Condition"] == {"StringEquals": {"a": "b"}}
