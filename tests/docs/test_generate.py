"""Generated pages: written when they are stale, and named by the check."""

from pathlib import Path

import pytest

from docs import generate
from docs.generate import PAGES, ROOT, stale, write

CHEAP = sorted(name for name in PAGES if not name.endswith(".svg"))


def test_missing_and_outdated_pages_are_stale(tmp_path: Path) -> None:
    """A page is stale when it is missing, and when the code says something else."""
    (tmp_path / "old.md").write_text("before", encoding="utf-8")
    (tmp_path / "same.md").write_text("now", encoding="utf-8")
    pages = dict.fromkeys(["old.md", "same.md", "missing.md"], lambda: "now")
    assert list(stale(tmp_path, pages)) == ["old.md", "missing.md"]


def test_write_leaves_nothing_stale(tmp_path: Path) -> None:
    """What is stale is written, in folders that may not exist yet."""
    pages = dict.fromkeys(["a/b/page.md"], lambda: "text")
    assert list(write(tmp_path, pages)) == ["a/b/page.md"]
    assert list(stale(tmp_path, pages)) == []


def test_write_leaves_fresh_pages_alone(tmp_path: Path) -> None:
    """A page that is as it should be is not written again."""
    pages = dict.fromkeys(["page.md"], lambda: "text")
    list(write(tmp_path, pages))
    assert list(write(tmp_path, pages)) == []


def test_check_names_stale_pages_and_exits_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check` writes nothing, names each stale page and says how to mend it."""
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate.stale, "__defaults__", ({"page.md": lambda: "text"},))
    assert generate.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("page.md: ")
    assert "make reference" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", CHEAP)
def test_committed_page_is_fresh(name: str) -> None:
    """The page in the repository is what the code says now; run `make reference` if not."""
    assert (ROOT / name).read_text(encoding="utf-8") == PAGES[name]()
