"""Written pages: their links lead somewhere, their commands exist, their examples are valid."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from cfnlint.jsonschema import StandardValidator
from markdown_it import MarkdownIt
from markdown_it.token import Token
from ruamel.yaml import YAML

from console.main import app
from docs.generate import ROOT
from docs.generators.json_schema import lab_schema_text
from docs.generators.settings_page import anchor

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LAB_SCHEMA = json.loads(lab_schema_text())


def _tokens(page: Path) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8")):
        yield token
        yield from token.children or []


def _links(page: Path) -> Iterator[str]:
    for token in _tokens(page):
        for name in ("href", "src"):
            if isinstance(target := token.attrs.get(name), str):
                yield target
    # CommonMark has no tables, so links in them are found by hand.
    rows = re.findall(r"^\|.*$", page.read_text(encoding="utf-8"), re.MULTILINE)
    yield from re.findall(r"\]\(([^)\s]+)\)", "\n".join(rows))


def _headings(page: Path) -> set[str]:
    lines = page.read_text(encoding="utf-8").splitlines()
    return {anchor(line.lstrip("# ")) for line in lines if line.startswith("#")}


def _leads_nowhere(page: Path, target: str) -> bool:
    path, _, heading = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    return not file.exists() or bool(heading and heading not in _headings(file))


def _blocks(page: Path, *languages: str) -> Iterator[str]:
    for token in _tokens(page):
        if token.type == "fence" and token.info in languages:
            yield token.content


def _code(page: Path) -> Iterator[str]:
    """Yield each line of code on a page, inline code too, tables too."""
    text = page.read_text(encoding="utf-8")
    yield from re.findall(r"`([^`\n]+)`", text)
    for block in _blocks(page, "sh", "yaml", "", "text", "console"):
        yield from (re.sub(r"^(\$|- run:) ", "", line.strip()) for line in block.splitlines())


def _lab_commands() -> dict[str, set[str]]:
    """Return the options of each command, such as `local up`, as Typer knows them."""
    options: dict[str, set[str]] = {}

    def visit(command: object, name: str) -> None:
        for child_name, child in getattr(command, "commands", {}).items():
            visit(child, f"{name} {child_name}".strip())
        parameters = getattr(command, "params", [])
        known = {opt for p in parameters for opt in (*p.opts, *p.secondary_opts)}
        options[name] = known | {"--help"}

    visit(typer.main.get_command(app), "")
    return options


def _unknown(line: str, commands: dict[str, set[str]]) -> list[str]:
    """Return what a line that begins with `lab` says and the command does not know."""
    words = re.split(r"\s{2,}#|;", line)[0].split()[1:]
    names = [word for word in words if re.fullmatch(r"[a-z]+", word)][:2]
    name = " ".join(names) if " ".join(names) in commands else " ".join(names[:1])
    if name not in commands:
        return [name]
    return [w for w in words if w.startswith("--") and w.split("=")[0] not in commands[name]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link names a file that exists, and a heading in it."""
    links = [link for link in _links(page) if not re.match(r"[a-z]+:", link)]
    assert [link for link in links if _leads_nowhere(page, link)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_exist(page: Path) -> None:
    """Each `lab ...` on a page is a command with options that it has."""
    commands = _lab_commands()
    lines = [re.sub(r"^(\.venv/bin/)", "", line) for line in _code(page)]
    said = [line for line in lines if re.match(r"lab [a-z-]", line) and "|" not in line]
    assert {line: unknown for line in said if (unknown := _unknown(line, commands))} == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_exist(page: Path) -> None:
    """Each `make ...` on a page is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = {line.split()[1] for line in _code(page) if re.match(r"make [a-z]+( |$)", line)}
    assert said - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_examples_are_valid(page: Path) -> None:
    """JSON and YAML can be read; what is part of a lab has nothing underlined in an editor."""
    for block in _blocks(page, "json"):
        json.loads(block)
    for block in _blocks(page, "yaml"):
        values = YAML(typ="safe").load(block)
        if set(values) <= set(LAB_SCHEMA["properties"]):
            errors = StandardValidator(schema=LAB_SCHEMA).iter_errors(values)
            assert [error.message for error in errors] == []


def test_link_into_the_void_is_noticed(tmp_path: Path) -> None:
    """A missing file and a missing heading are both links that lead nowhere."""
    page = tmp_path / "page.md"
    page.write_text("# One heading\n", encoding="utf-8")
    assert not _leads_nowhere(page, "page.md#one-heading")
    assert _leads_nowhere(page, "page.md#another")
    assert _leads_nowhere(page, "gone.md")


def test_unknown_command_and_option_are_noticed() -> None:
    """What `lab` would refuse is found on a page."""
    commands = _lab_commands()
    assert _unknown("lab local up --env dev", commands) == []
    assert _unknown("lab deploy --aws --lab labs/x  # a comment --no", commands) == []
    assert _unknown("lab explode", commands) == ["explode"]
    assert _unknown("lab deploy --force", commands) == ["--force"]
