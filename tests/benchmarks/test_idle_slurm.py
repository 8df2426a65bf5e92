"""What a Slurm cluster costs while no job runs."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.idle_slurm import slurm_rows
from benchmarks.price_list import Row
from cdk.config.lab import LabConfig
from cdk.config.load import load
from console.errors import ConsoleError


def rows(env: str, **settings: Any) -> dict[str, Row]:  # noqa: ANN401 - any setting of a cluster
    """Return the lines of the demo's cluster, with some settings changed."""
    config = load_demo(env)
    assert config.slurm is not None
    slurm = type(config.slurm).model_validate(config.slurm.model_dump() | settings)
    return {row.what: row for row in slurm_rows(config.model_copy(update={"slurm": slurm}))}


def load_demo(env: str) -> LabConfig:
    """Return the demo lab."""
    return load(Path("labs/demo"), env).config


def test_head_and_login_node_run_day_and_night() -> None:
    """Two m7i.large, their disks, and the load balancer that nobody asked for."""
    found = rows("dev", accounting=None)
    assert sorted(found) == ["Slurm head node", "Slurm login node", "its load balancer"]
    assert sum(row.usd for row in found.values()) == pytest.approx(175.19, abs=0.01)


def test_the_guide_s_parts_have_lines_of_their_own() -> None:
    """A database, a file system, and the way in to the hub."""
    found = rows("prod")
    assert found["Slurm accounting, MySQL"].usd == pytest.approx(25.66)
    assert found["FSx for Lustre"].usd == pytest.approx(2400 * 0.14)
    assert found["the hub's load balancer"].which == "1, 3 addresses"


def test_nodes_that_never_stop_are_counted() -> None:
    """At the price on demand of the first type."""
    queue = {"compute_resources": {"own": {"instance_types": ["m6i.large"], "min_nodes": 2}}}
    found = rows("dev", queues={"cpu": queue})
    assert found["compute nodes day and night"].which == "m6i.large, m6i.large"
    assert found["compute nodes day and night"].usd == pytest.approx(2 * 0.096 * 730)


def test_a_machine_without_a_price_is_told() -> None:
    """Rather than counted as nothing."""
    with pytest.raises(ConsoleError, match=r"no price known of c7g\.large in us-east-1"):
        rows("dev", head_node={"instance_type": "c7g.large"})


def test_a_lab_without_cluster_has_no_line() -> None:
    """Nothing is made up."""
    assert [*slurm_rows(load_demo("dev").model_copy(update={"slurm": None}))] == []
