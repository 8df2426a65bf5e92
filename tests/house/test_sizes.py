"""A file is one idea and a function one step: both stay short enough to be read at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (
    "app.py",
    "benchmarks",
    "cdk",
    "console",
    "docs",
    "examples",
    "localaws",
    "stacks",
    "tests",
    "virtuallab",
)
MOST_LINES, MOST_FUNCTION_LINES = 300, 50
EXCEPTIONS: dict[str, str] = {
    "console/fan_out_commands.py::submit": (
        "a signature of twenty options, each with its help, and a call that hands them on"
    ),
    "virtuallab/planning.py::plan_fan_out": (
        "a signature of twenty arguments, each with a line for its reader, and no step of its own"
    ),
}
"""Longer files (`path`) and functions (`path::name`), each with its reason."""

FILES = sorted(
    path.relative_to(ROOT)
    for folder in FOLDERS
    for path in ([ROOT / folder] if folder.endswith(".py") else (ROOT / folder).rglob("*.py"))
)


def _long_functions(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_FUNCTION_LINES:
                yield f"{node.name}: {lines} lines"


@pytest.mark.parametrize("file", FILES, ids=str)
def test_file_is_short(file: Path) -> None:
    """A file over 300 lines is two ideas."""
    lines = (ROOT / file).read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES or str(file) in EXCEPTIONS


@pytest.mark.parametrize("file", FILES, ids=str)
def test_functions_are_short(file: Path) -> None:
    """A function over 50 lines is several steps."""
    long = _long_functions((ROOT / file).read_text(encoding="utf-8"))
    assert [name for name in long if f"{file}::{name.split(':')[0]}" not in EXCEPTIONS] == []


def test_long_function_is_noticed() -> None:
    """A function of 51 lines is too long, one of 50 is not."""
    body = "    x = 1\n"
    source = f"def long():\n{body * 50}\n\nasync def short():\n{body * 49}"
    assert list(_long_functions(source)) == ["long: 51 lines"]


def test_exceptions_name_what_exists_and_why() -> None:
    """An exception that is no longer needed, or has no reason, goes."""
    known = set(map(str, FILES))
    for name, reason in EXCEPTIONS.items():
        assert name.split("::")[0] in known
        assert len(reason) > 20, f"{name}: why?"
