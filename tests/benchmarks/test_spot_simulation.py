"""The command of the simulation, and that page and picture are what it makes today."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks import spot_simulation
from benchmarks.idle_cost import ROOT
from benchmarks.spot_plan import Plan, plan_of
from benchmarks.spot_plot import picture
from benchmarks.spot_report import Cell, cells, table
from benchmarks.spot_simulation import main, with_table
from cdk.config.load import load
from console.errors import ConsoleError

PAGE = ROOT / "docs/guides/spot-simulation.md"
PICTURE = ROOT / "docs/spot-simulation.svg"
REFRESH = (
    "run `python benchmarks/spot_simulation.py --page docs/guides/spot-simulation.md "
    "--plot docs/spot-simulation.svg`, read what the page says, and commit both"
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return the plan of the demo lab."""
    return plan_of(load(ROOT / "labs/demo", "dev").config, "cytometry-screen")


@pytest.fixture(scope="module")
def found(plan: Plan) -> Sequence[Cell]:
    """Return what is simulated today."""
    return cells(plan)


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch, found: Sequence[Cell]) -> None:
    """Let the command use what is simulated already."""
    monkeypatch.setattr(spot_simulation, "cells", lambda _: found)


def test_page_has_the_table_of_today(plan: Plan, found: Sequence[Cell]) -> None:
    """Changed settings of the demo, prices or code change the table."""
    page = PAGE.read_text(encoding="utf-8")
    assert with_table(page, table(plan, found)) == page, REFRESH


def test_picture_is_the_one_of_today(found: Sequence[Cell]) -> None:
    """Byte by byte."""
    assert picture(found) == PICTURE.read_bytes(), REFRESH


def test_what_the_page_says_in_words_is_so(found: Sequence[Cell]) -> None:
    """The sentences below the table are checked with the numbers they sum up."""
    by = {(each.concurrency, each.reclaims): each for each in found}
    assert by[35, "none"].seconds == pytest.approx(2 * 3600, rel=0.05)
    assert by[20, "none"].seconds < by[10, "none"].seconds * 0.55
    assert by[50, "none"].seconds < by[20, "none"].seconds * 0.5
    assert by[200, "none"].seconds > by[100, "none"].seconds * 0.67
    assert max(each.usd for each in found) < 3
    assert max(each.wasted for each in found if each.reclaims == "as advised") < 0.001
    assert max(each.wasted for each in found if each.reclaims == "x 1000") < 0.05
    assert max(each.on_demand for each in found) == 0


@pytest.mark.usefixtures("_quick")
def test_command_prints_the_table(plan: Plan, found: Sequence[Cell]) -> None:
    """Of the demo lab unless another one is named."""
    assert main([]) == table(plan, found)


@pytest.mark.usefixtures("_quick")
def test_command_prints_json(found: Sequence[Cell]) -> None:
    """With every number, unrounded."""
    rows = json.loads(main(["--json"]))
    assert [row["usd"] for row in rows] == [each.usd for each in found]
    assert rows[0].keys() == Cell.__dataclass_fields__.keys()


@pytest.mark.usefixtures("_quick")
def test_command_writes_page_and_picture(tmp_path: Path) -> None:
    """What stands around the table stays."""
    page, plot = tmp_path / "page.md", tmp_path / "plot.svg"
    page.write_text(f"# Title\n{spot_simulation.BEGIN}old\n{spot_simulation.END}end\n")
    text = main(["--page", str(page), "--plot", str(plot)])
    assert page.read_text() == (
        f"# Title\n{spot_simulation.BEGIN}\n{text}\n\n{spot_simulation.END}end\n"
    )
    assert plot.read_bytes().startswith(b"<?xml")


def test_page_without_marks_is_refused() -> None:
    """Nothing is written anywhere by guess."""
    with pytest.raises(ConsoleError, match="has no lines <!-- simulated: begin -->"):
        with_table("# Title\n", "text")


def test_other_project_has_no_fan_out() -> None:
    """The message comes before any simulation."""
    with pytest.raises(ConsoleError, match="no-such has no fan-out"):
        main(["--project", "no-such"])
