"""The picture of the architecture, drawn from the demo lab as it is synthesised in this run."""

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cdk.config.load import load
from console.assembly import Assembly, read_assembly
from docs.generate import ROOT
from docs.generators.architecture import draw_assembly

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def assembly(demo: Callable[[str], Path]) -> Assembly:
    """Read what the demo lab is synthesised to."""
    return read_assembly(demo("dev"), load(ROOT / "labs/demo", "dev"))


@pytest.fixture(scope="module")
def picture(assembly: Assembly) -> str:
    """Draw the demo lab."""
    return draw_assembly(assembly)


def _boxes(picture: str) -> list[Box]:
    nodes = [g for g in ET.fromstring(picture).iter(f"{SVG}g") if g.get("class") == "node"]  # noqa: S314
    boxes = []
    for node in nodes:
        path = node.find(f".//{SVG}path")
        assert path is not None
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.get("d", ""))]
        xs, ys = numbers[::2], numbers[1::2]
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    return boxes


def test_committed_picture_is_fresh(picture: str) -> None:
    """The picture in the repository shows the stacks of today; run `make reference` if not."""
    assert (ROOT / "docs/architecture.svg").read_text(encoding="utf-8") == picture


def test_picture_names_every_stack_and_file(assembly: Assembly, picture: str) -> None:
    """Each stack and each YAML file of the demo lab can be read in the picture."""
    texts = {text.text for text in ET.fromstring(picture).iter(f"{SVG}text")}  # noqa: S314
    files = {"lab.yaml", "dev.yaml", "prod.yaml", "projects/pbmc-atlas.yaml"}
    assert set() == ({*assembly.names()} | files) - texts


def test_boxes_do_not_overlap(picture: str) -> None:
    """No box lies over another one."""
    boxes = _boxes(picture)
    assert len(boxes) == 19
    overlaps = [
        (one, other)
        for one, other in combinations(boxes, 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert overlaps == []


def test_text_is_large_enough_to_read(picture: str) -> None:
    """On a page 840 pixels wide the smallest letters are still ten pixels high."""
    (width,) = map(float, re.findall(r' width="([\d.]+)"', picture))
    sizes = map(float, re.findall(r'font-size="([\d.]+)"', picture))
    assert min(sizes) * 840 / width >= 10


def test_picture_names_no_version(picture: str) -> None:
    """A newer Graphviz that draws the same makes no difference in the file."""
    assert "graphviz" not in picture.lower()
