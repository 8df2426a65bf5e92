"""Every fact is published once and read by someone."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk.facts import Facts
from cdk.naming import fact_path

Templates = Callable[[Path], dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def prod(demo: Callable[[str], Path], templates: Templates) -> dict[str, dict[str, Any]]:
    """Return the templates of a lab that has everything."""
    return templates(demo("prod"))


FOR_PEOPLE = {
    # What ParallelCluster made: scripts of the lab ask for it, and no template needs it.
    fact_path("demo", "prod", name)
    for name in ("slurm_cluster_name", "slurm_head_node_id", "slurm_hub_url")
}
PATHS = {fact_path("demo", "prod", name) for name in Facts.model_fields}


def test_every_fact_is_published_exactly_once(prod: dict[str, dict[str, Any]]) -> None:
    """One stack owns each."""
    published = Counter(
        resource["Properties"].get("Name")
        for template in prod.values()
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::SSM::Parameter"
    )
    assert {path: published[path] for path in PATHS} == dict.fromkeys(PATHS, 1)


def test_every_fact_is_read(prod: dict[str, dict[str, Any]]) -> None:
    """A fact that no template reads is deleted, unless it is for scripts of people."""
    read = {
        parameter.get("Default")
        for template in prod.values()
        for parameter in template.get("Parameters", {}).values()
    }
    assert sorted(PATHS - read) == sorted(FOR_PEOPLE)
