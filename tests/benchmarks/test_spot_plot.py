"""The picture of the simulation: readable by all, and the same each time."""

import re

import pytest

from benchmarks.spot_plot import LINES, picture
from benchmarks.spot_report import RECLAIMS, Cell


@pytest.fixture(scope="module")
def found() -> list[Cell]:
    """Return made-up cells, two widths for each rate."""
    return [
        Cell(
            concurrency=concurrency,
            reclaims=name,
            seconds=7000 * 35 / concurrency,
            shortest=0,
            longest=0,
            usd=2 + factor / 1000,
            wasted=factor / 50_000,
            escalated=24,
            failed=3,
            machines=10,
            on_demand=0,
            most_at_once=concurrency,
        )
        for concurrency in (35, 100)
        for name, factor in RECLAIMS.items()
    ]


@pytest.fixture(scope="module")
def drawn(found: list[Cell]) -> bytes:
    """Return the picture of these cells."""
    return picture(found)


def test_same_cells_give_the_same_bytes(found: list[Cell], drawn: bytes) -> None:
    """No date, no random ids: the file changes when what it shows does."""
    assert picture(found) == drawn
    assert b"<dc:date>" not in drawn


def test_every_rate_is_drawn_in_each_part(drawn: bytes) -> None:
    """Time, price and lost work, and the legend: four lines of each colour."""
    text = drawn.decode()
    for line in LINES.values():
        assert len(re.findall(f"stroke: {line.colour.lower()}; stroke-width: 1.5", text)) == 4


def test_lines_differ_by_more_than_colour() -> None:
    """Printed in grey, or seen by the colour-blind, each line is still another one."""
    assert set(LINES) == set(RECLAIMS)
    for attribute in ("colour", "marker", "dashes"):
        assert len({getattr(line, attribute) for line in LINES.values()}) == len(LINES)


def test_picture_can_be_a_bitmap(found: list[Cell]) -> None:
    """For slides."""
    assert picture(found, "png").startswith(b"\x89PNG")
