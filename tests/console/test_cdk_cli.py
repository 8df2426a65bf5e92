"""Tests of running the CDK command line."""

from pathlib import Path

import pytest

from console import cdk_cli
from console.cdk_cli import run_cdk
from console.errors import ConsoleError


def test_version_is_the_pinned_one() -> None:
    """The real program runs, with our own Node."""
    assert run_cdk(["--version"], doing="ask for the version").startswith("2.1148.1 ")


def test_failure_ends_with_what_it_said() -> None:
    """The reason is CDK's own."""
    with pytest.raises(ConsoleError, match=r"Could not frobnicate\.(?s:.*)frobnicate"):
        run_cdk(["frobnicate"], doing="frobnicate")


def test_missing_program_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without node_modules the message says what to run."""
    monkeypatch.setattr(cdk_cli, "CDK", Path("nowhere"))
    with pytest.raises(ConsoleError, match="run `make install`"):
        run_cdk(["--version"], doing="ask")
