"""The bill of a lab with nobody logged in: nothing is left out, nothing is made up."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from benchmarks.idle_cost import ROOT, bill, report, smallest, table
from benchmarks.price_list import HOURS, PRICES, Row, usd
from cdk.config.lab import LabConfig
from cdk.config.load import load
from cdk.releases.filled_release import FilledRelease
from console.errors import ConsoleError
from console.render import rendered

DEMO = ROOT / "labs/demo"


@pytest.fixture(scope="module")
def releases() -> dict[str, FilledRelease]:
    """Return what helm receives for the demo lab in dev."""
    return rendered(DEMO, "dev")


@pytest.fixture(scope="module")
def demo_dev() -> LabConfig:
    """Return the demo lab in dev."""
    return load(DEMO, "dev").config


def _rows(config: LabConfig, releases: dict[str, FilledRelease]) -> dict[str, Row]:
    return {row.what: row for row in bill(config, releases)}


def _with(config: LabConfig, **settings: Any) -> LabConfig:  # noqa: ANN401 - any part of a lab
    return config.model_copy(update=settings)


def test_only_system_and_general_have_machines(
    demo_dev: LabConfig, releases: dict[str, FilledRelease]
) -> None:
    """Every pool has a line; those of people and tasks have no machine and cost nothing."""
    rows = bill(demo_dev, releases)
    pools = {row.what: row for row in rows if row.what.startswith("pool")}
    assert len(pools) == 6
    assert {name for name, row in pools.items() if row.usd} == {"pool `system`", "pool `general`"}
    assert {row.which for name, row in pools.items() if not row.usd} == {"0"}


def test_lab_without_apps_has_no_general_machine(
    demo_dev: LabConfig, releases: dict[str, FilledRelease]
) -> None:
    """Web apps alone run there."""
    without = {name: each for name, each in releases.items() if not name.startswith("app-")}
    assert _rows(_with(demo_dev, apps={}), without)["pool `general`"] == ("pool `general`", "0", 0)


def test_bigger_program_costs_a_bigger_machine(
    demo_dev: LabConfig, releases: dict[str, FilledRelease]
) -> None:
    """The sum follows the values that helm receives."""
    hub = {"resources": {"requests": {"cpu": "3", "memory": "24Gi"}}}
    jupyterhub = replace(
        releases["jupyterhub"], values={**releases["jupyterhub"].values, "hub": hub}
    )
    small, large = (
        _rows(demo_dev, each)["pool `system`"].usd
        for each in (releases, {**releases, "jupyterhub": jupyterhub})
    )
    assert large > small + 100


def test_machine_costs_its_price_the_fee_and_its_disk(tmp_path: Path) -> None:
    """Nothing else is hidden in a pool's line: counted by hand for the smallest lab."""
    lab, env = smallest(tmp_path)
    row = _rows(load(lab, env).config, rendered(lab, env))["pool `system`"]
    assert row.which == "1 c6a.large"
    assert row.usd == pytest.approx(0.0765 * 1.12 * 730 + 80 * 0.08)


def test_bill_counts_what_is_deployed(
    demo_dev: LabConfig,
    releases: dict[str, FilledRelease],
    demo: Callable[[str], Path],
    templates: Callable[[Path], dict[str, dict[str, Any]]],
) -> None:
    """Clusters, servers, gateways, endpoints, keys and secrets, as in the templates of the demo."""
    resources = [
        resource
        for template in templates(demo("dev")).values()
        for resource in template["Resources"].values()
    ]
    count = Counter(resource["Type"] for resource in resources)
    interfaces = sum(
        resource["Properties"].get("VpcEndpointType") == "Interface"
        for resource in resources
        if resource["Type"] == "AWS::EC2::VPCEndpoint"
    )
    rows = _rows(demo_dev, releases)
    assert (
        rows["EKS control plane"].usd
        == count["AWS::EKS::Cluster"] * usd("EKS control plane") * HOURS
    )
    assert rows["NAT gateways with address"].which == str(count["AWS::EC2::NatGateway"])
    assert rows["interface endpoints"].which == str(interfaces)
    assert rows["KMS key"].which == str(count["AWS::KMS::Key"])
    # RDS makes the master's secret by itself.
    assert rows["secrets"].which == str(count["AWS::SecretsManager::Secret"] + 1)
    assert count["AWS::RDS::DBInstance"] == 2
    assert rows["PostgreSQL server"].which == "db.t4g.small"
    assert rows["Slurm accounting, MySQL"].which == "db.t4g.small, 20 GiB"


def test_production_pays_for_zones_and_for_the_way_in() -> None:
    """Three NAT gateways, four endpoints in each zone, a second server, a load balancer."""
    rows = _rows(load(DEMO, "prod").config, rendered(DEMO, "prod"))
    assert rows["NAT gateways with address"].usd == pytest.approx(3 * 36.50)
    assert rows["interface endpoints"].usd == pytest.approx(12 * 7.30)
    assert rows["PostgreSQL server"].usd == pytest.approx(0.065 * 730)
    assert rows["load balancer"].usd == pytest.approx(0.0225 * 730 + 3 * 3.65)


def test_lab_without_cluster_is_an_error(demo_dev: LabConfig) -> None:
    """There is nothing to say about it."""
    with pytest.raises(ConsoleError, match="demo has no cluster in dev"):
        bill(_with(demo_dev, eks=None), {})


def test_pool_that_is_missing_is_an_error(
    demo_dev: LabConfig, releases: dict[str, FilledRelease]
) -> None:
    """Apps without their pool would wait for ever."""
    assert demo_dev.eks
    pools = demo_dev.eks.node_pools.model_copy(update={"general": None})
    config = _with(demo_dev, eks=demo_dev.eks.model_copy(update={"node_pools": pools}))
    with pytest.raises(ConsoleError, match="node pools that are not there: general"):
        bill(config, releases)


def test_unknown_price_is_an_error(demo_dev: LabConfig, releases: dict[str, FilledRelease]) -> None:
    """A server whose price nobody wrote down is not free."""
    database = demo_dev.database.model_copy(update={"instance_type": "db.r7g.16xlarge"})
    with pytest.raises(ConsoleError, match=r"no price known of db.r7g.16xlarge: add it to bench"):
        bill(_with(demo_dev, database=database), releases)


def test_every_price_has_date_and_source() -> None:
    """Who doubts a number can look it up."""
    rows = YAML(typ="safe").load(PRICES)
    assert len({row["name"] for row in rows}) == len(rows)
    for row in rows:
        assert row.keys() == {"name", "usd", "unit", "region", "date", "source"}
        assert isinstance(row["date"], date)
        assert row["source"]
        assert row["region"] == "us-east-1"
        assert row["usd"] > 0


def test_table_ends_with_the_sum_of_its_lines() -> None:
    """In Markdown, two digits after the point."""
    assert table([Row("a", "1", 1.005), Row("b", "2 x", 2)]).splitlines()[2:] == [
        "| a | 1 | 1.00 |",
        "| b | 2 x | 2.00 |",
        "| **total** | | **3.00** |",
    ]


def test_report_names_lab_and_region(tmp_path: Path) -> None:
    """Whoever reads the table knows whose it is."""
    assert report(*smallest(tmp_path)).startswith(
        "## smallest dev: list prices of us-east-1\n\n| what"
    )
