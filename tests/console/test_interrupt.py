"""Tests of Ctrl-C."""

import subprocess
import sys

import pytest

from cdk.config.load import load
from console.errors import ConsoleError
from console.interrupt import interruptible
from tests.console.conftest import SMALL_LAB


def start(program: str) -> subprocess.Popen[str]:
    """Start a Python program."""
    return subprocess.Popen([sys.executable, "-c", program], text=True)  # noqa: S603


def test_interrupt_ends_the_child_and_says_how_to_go_on() -> None:
    """Exit code 130, one message, no process left."""
    process = start("import time; time.sleep(60)")
    with pytest.raises(ConsoleError) as caught, interruptible(process, load(SMALL_LAB, "dev")):
        raise KeyboardInterrupt
    assert caught.value.exit_code == 130
    assert "lab status --env dev" in str(caught.value)
    assert process.poll() is not None


def test_child_that_ends_by_itself_is_left_alone() -> None:
    """Without an interrupt its exit code is the one that counts."""
    process = start("raise SystemExit(3)")
    with interruptible(process, load(SMALL_LAB, "dev")):
        process.wait()
    assert process.returncode == 3
