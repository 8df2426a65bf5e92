"""Decisions are found in their index, and own up to their bad consequences."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs/adr"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
INDEX = (FOLDER / "README.md").read_text(encoding="utf-8")
HEADINGS = [
    "## Context and problem statement",
    "## Considered options",
    "## Decision outcome",
    "### Consequences",
]
STATUS = re.compile(r"^- Status: (accepted|proposed|superseded by \d{4})$", re.MULTILINE)


def _row(page: Path) -> str:
    """Return the line that the index must hold for a page."""
    text = page.read_text(encoding="utf-8")
    title = text.splitlines()[0].removeprefix("# ")
    status = STATUS.search(text)
    return f"| [{title}]({page.name}) | {status[1] if status else 'no status'} |"


def test_index_lists_every_decision_in_order() -> None:
    """Title, file and status stand in the index as they stand in the pages."""
    rows = [line for line in INDEX.splitlines() if line.startswith("| [")]
    assert rows == [_row(page) for page in PAGES]


def test_numbers_follow_each_other() -> None:
    """Decisions are numbered from 0001 without a gap, in the file's name and in the title."""
    numbers = [page.name[:4] for page in PAGES]
    titles = [page.read_text(encoding="utf-8")[2:6] for page in PAGES]
    assert numbers == titles == [f"{number:04}" for number in range(1, len(PAGES) + 1)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_decision_has_the_form_of_madr(page: Path) -> None:
    """Status, date, the four headings in their order."""
    text = page.read_text(encoding="utf-8")
    assert STATUS.search(text)
    assert re.search(r"^- Date: \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert [line for line in text.splitlines() if line in HEADINGS] == HEADINGS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_decision_names_options_and_both_kinds_of_consequences(page: Path) -> None:
    """There was a choice, and what was chosen has a price."""
    text = page.read_text(encoding="utf-8")
    assert len(re.findall(r"^\d\. ", text, re.MULTILINE)) >= 2
    assert "\n- Good, because " in text
    assert "\n- Bad, because " in text
