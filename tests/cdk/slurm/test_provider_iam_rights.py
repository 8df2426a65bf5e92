"""Rights about roles."""

from typing import Any

import pytest

from cdk.slurm.provider_iam_rights import iam_statements
from cdk.slurm.provider_scope import ProviderScope

NODES = "arn:aws:iam::111122223333:policy/nodes"
BOUNDARY = "arn:aws:iam::111122223333:policy/boundary"


def _by_sid(
    cluster: str = "demo-dev", boundary: str | None = None, *, scratch: bool = False
) -> dict[str, dict[str, Any]]:
    scope = ProviderScope(
        cluster=cluster,
        stack=f"{cluster}-slurm",
        partition="aws",
        region="us-east-1",
        account="111122223333",
        rule_prefix="Cluster",
    )
    made = iam_statements(
        scope, managed_policy_arns=[NODES], permissions_boundary_arn=boundary, scratch=scratch
    )
    return {each["Sid"]: each for each in (item.to_statement_json() for item in made)}


def test_the_long_name_of_a_function_s_role_is_covered() -> None:
    """CloudFormation cuts it to 64 characters."""
    assert _by_sid("a-long-name-of-a-lab-prod")["GiveFunctionsTheirRole"]["Resource"] == (
        "arn:aws:iam::111122223333:role/parallelcluster/a-long-name-*-Cleanup*"
    )


@pytest.mark.parametrize(("scratch", "services"), [(False, 2), (True, 4)])
def test_services_make_roles_for_themselves(services: int, *, scratch: bool) -> None:
    """Login pools need two, and a file system two more."""
    resources = _by_sid(scratch=scratch)["LinkedRoles"]["Resource"]
    assert len(resources) == services


def test_fsx_s_role_is_given_rights_only_with_scratch() -> None:
    """FSx does it with the rights of whoever links a bucket."""
    assert "LinkedRoleOfScratch" not in _by_sid()
    assert _by_sid(scratch=True)["LinkedRoleOfScratch"]["Resource"].endswith(
        ":role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/*"
    )


def test_policies_are_looked_at_by_name() -> None:
    """ParallelCluster checks that they exist, the boundary too."""
    assert _by_sid()["CheckPolicies"]["Resource"] == NODES
    assert _by_sid(boundary=BOUNDARY)["CheckPolicies"]["Resource"] == [NODES, BOUNDARY]
