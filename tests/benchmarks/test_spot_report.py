"""The table of the simulation: a line for each cell, in units that people read."""

from dataclasses import replace

import pytest

from benchmarks.spot_plan import Plan
from benchmarks.spot_report import CONCURRENCY, RECLAIMS, Cell, cells, clock, table

PLAN = Plan(
    title="demo dev, project test",
    region="us-east-1",
    instance_families=("m6i",),
    max_vcpus=256,
    on_demand_max_vcpus=64,
    size_gib=200,
    max_concurrency=40,
    host_loss_attempts=10,
    memory_factor=2.0,
    vcpu_factor=2.0,
)
CELL = Cell(
    concurrency=35,
    reclaims="x 50",
    seconds=7100,
    shortest=6900,
    longest=7320,
    usd=1.9349,
    wasted=0.01234,
    escalated=24,
    failed=3,
    machines=12.66,
    on_demand=0.5,
    most_at_once=35,
)


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (3599, "1:00"), (6900, "1:55")])
def test_time_is_hours_and_minutes(seconds: float, text: str) -> None:
    """Rounded to the minute."""
    assert clock(seconds) == text


def test_line_tells_all_of_a_cell() -> None:
    """One line of Markdown."""
    assert table(PLAN, [CELL]).splitlines()[-1] == (
        "| 35 | x 50 | 1:58 | 1:55 to 2:02 | 1.93 | 1.23% | 24 | 3 | 12.7 | 0.5 |"
    )


def test_setting_of_the_project_is_marked() -> None:
    """A reader finds what the YAML says today."""
    assert "| 40 (the project's) | x 50 |" in table(PLAN, [replace(CELL, concurrency=40)])


def test_table_stands_beside_the_study_and_its_prices() -> None:
    """What it is compared with, the limits, and how old the prices are."""
    text = table(PLAN, [CELL])
    assert (
        "763 folders, demo dev, project test, at most 256 vCPUs on spot and 64 on demand." in text
    )
    assert "| 30 to 40 | the study's own run | just under 2:00 |" in text
    assert "Prices: us-east-1: on demand AWS Price List of 2026-07-20; spot estimated" in text


def test_every_combination_is_simulated() -> None:
    """Each width, the project's own too, with each rate of reclaims."""
    found = cells(PLAN, seeds=[0])
    assert [(each.concurrency, each.reclaims) for each in found] == [
        (concurrency, name) for concurrency in sorted({*CONCURRENCY, 40}) for name in RECLAIMS
    ]
    assert all(each.shortest == each.seconds == each.longest for each in found)
    assert [each.wasted for each in found if each.reclaims == "none"] == [0] * 7


def test_cell_is_the_mean_of_its_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the quickest and the slowest beside it."""
    monkeypatch.setattr("benchmarks.spot_report.CONCURRENCY", ())
    monkeypatch.setattr("benchmarks.spot_report.RECLAIMS", {"x 1000": 1000})
    ((both,), *each) = (cells(PLAN, seeds=seeds) for seeds in ([0, 1], [0], [1]))
    alone = [cell for (cell,) in each]
    assert both.usd == pytest.approx(sum(cell.usd for cell in alone) / 2)
    assert both.wasted == pytest.approx(sum(cell.wasted for cell in alone) / 2)
    assert both.wasted > 0
    assert both.shortest == min(cell.seconds for cell in alone)
    assert both.longest == max(cell.seconds for cell in alone)
