"""Tests of planning and submitting in one call."""

import inspect

import pytest

from tests.virtuallab.bench import Bench
from virtuallab import fan_out, plan_fan_out


def test_fan_out_tells_what_it_starts(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    """The jobs themselves are listed by a plan."""
    bench.upload("plates/a/1")
    run = fan_out("raw/plates", **bench.options())
    assert run.progress().status == "RUNNING"
    printed = capsys.readouterr().out
    assert "1 job of count.py, one for each folder" in printed
    assert "from USD" not in printed


def test_fan_out_and_its_dry_run_take_the_same() -> None:
    """A notebook shows the same signature and arguments for both."""
    assert inspect.signature(fan_out).parameters == inspect.signature(plan_fan_out).parameters
    doc = inspect.getdoc(fan_out) or ""
    assert doc.startswith("Check a fan-out, print what it will do, start it and return its run.")
    assert "memory_gib: of a job." in doc
