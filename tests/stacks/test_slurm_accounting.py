"""The stack of what Slurm remembers of jobs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cdk.naming import METADATA

Templates = Callable[[Path], dict[str, dict[str, Any]]]


def test_the_record_of_jobs_outlives_the_cluster(
    demo: Callable[[str], Path], templates: Templates
) -> None:
    """A stack of its own: nothing in that of the cluster holds data."""
    found = templates(demo("prod"))
    databases = {
        name: [each for each in template["Resources"].values() if "RDS::DBInst" in each["Type"]]
        for name, template in found.items()
        if "slurm" in name
    }
    assert databases["demo-prod-slurm"] == []
    (server,) = databases["demo-prod-slurm-accounting"]
    assert server["Properties"]["DeletionProtection"] is True
    assert server["DeletionPolicy"] == "Snapshot"


def test_the_embedded_aws_leaves_it_out(demo: Callable[[str], Path], templates: Templates) -> None:
    """It has no MySQL."""
    metadata = templates(demo("dev"))["demo-dev-slurm-accounting"]["Metadata"]
    assert metadata[METADATA]["NotEmulated"] == "MySQL"
