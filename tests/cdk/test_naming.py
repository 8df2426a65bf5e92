"""Tests of the names that others rely on; they may not change."""

from cdk.naming import (
    Tag,
    fact_path,
    project_fact_path,
    project_prefix,
    project_service_account,
    project_stack_name,
    stack_name,
)


def test_names_are_as_documented() -> None:
    """Scripts, dashboards and IAM policies outside this repository use them."""
    assert stack_name("demo", "dev", "storage") == "demo-dev-storage"
    assert project_stack_name("demo", "dev", "pbmc-atlas") == "demo-dev-project-pbmc-atlas"
    assert fact_path("demo", "dev", "raw_bucket_name") == "/lab/demo/dev/raw_bucket_name"
    assert project_fact_path("demo", "dev", "atlas") == "/lab/demo/dev/projects/atlas"
    assert project_service_account("atlas") == "project-atlas"
    assert project_prefix("pbmc-atlas") == "projects/pbmc-atlas/"
    assert set(Tag) == {"lab", "environment", "owner", "cost-center", "project"}
