"""`lab render slurm`: what ParallelCluster would receive, with example ids."""

from pathlib import Path
from typing import Any

from cdk.config.checked import load_checked
from cdk.config.lab import LabConfig
from cdk.config.slurm_findings import example_ids
from cdk.errors import Finding, LabError
from cdk.slurm.cluster_file import cluster_file

NAME = "slurm"
"""What stands in the place of a release's name."""


def rendered_cluster(lab: Path, env: str) -> dict[str, Any]:
    """Return the configuration of a lab's cluster.

    Args:
        lab: folder of the lab.
        env: its environment.

    Raises:
        LabError: the lab has no cluster, or something in it is wrong.
    """
    found = cluster_of(load_checked(lab, env).config)
    if found is None:
        hint = "give the lab one with `slurm: {}`"
        raise LabError([Finding(str(lab), 0, 0, "", f"has no Slurm cluster in {env}", hint)])
    return found


def cluster_of(config: LabConfig) -> dict[str, Any] | None:
    """Return the configuration of a lab's cluster with example ids; `None` if it has none."""
    if config.slurm is None:
        return None
    return cluster_file(config.slurm, example_ids(config))
