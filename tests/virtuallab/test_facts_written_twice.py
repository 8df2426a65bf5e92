"""Facts that two places need and cannot share are the same in both."""

import ast
import inspect
from pathlib import Path
from typing import Any

import pytest

from console.fan_out_commands import submit
from virtuallab import plan_fan_out
from virtuallab.places import RECORDS
from virtuallab.script import KINDS

ROOT = Path(__file__).parents[2]
RUNNER = ROOT / "images" / "runner" / "lab_runner"
OPTIONS = [
    "vcpus",
    "memory_gib",
    "minutes",
    "gpus",
    "include",
    "max_concurrency",
    "max_failures",
    "timeout_minutes",
    "name",
    "skip_empty",
]


def _constant(file: str, name: str) -> Any:  # noqa: ANN401
    """Read a constant of the runner, which is installed in its image alone."""
    for node in ast.parse((RUNNER / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    raise AssertionError(f"{file} has no {name}")


def test_runner_starts_every_kind_that_is_accepted() -> None:
    """With the same program as a plan names."""
    assert _constant("script.py", "INTERPRETERS") == KINDS


def test_records_are_in_the_same_folder() -> None:
    """What the runner writes is what a plan leaves out."""
    assert _constant("folder.py", "OWN") == RECORDS


@pytest.mark.parametrize("name", OPTIONS)
def test_defaults_of_python_and_command_line_are_the_same(name: str) -> None:
    """A scientist goes from one to the other."""
    defaults = [inspect.signature(each).parameters[name].default for each in (plan_fan_out, submit)]
    assert defaults[0] == defaults[1]
