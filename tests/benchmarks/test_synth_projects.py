"""The benchmark of projects: it measures what it says, on labs that are right."""

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from cdk.config.load import load

FILE = Path(__file__).parents[2] / "benchmarks/synth_projects.py"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """Import the script."""
    spec = importlib.util.spec_from_file_location("synth_projects", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_lab_is_right(benchmark: ModuleType, tmp_path: Path) -> None:
    """The lab has as many projects as were asked for, and no error."""
    benchmark.write_lab(tmp_path, 12)
    assert len(load(tmp_path, benchmark.ENV).config.enabled_projects()) == 12


def test_one_more_project_is_the_slope(benchmark: ModuleType) -> None:
    """Medians of 1.1, 2 and 6 s are a tenth of a second for each project."""
    seconds = {1: [1.1, 9.0, 1.0], 10: [2.0], 50: [6.0]}
    assert benchmark.one_more(seconds) == pytest.approx(100, abs=0.1)


def test_row_compares_with_the_smallest_lab(benchmark: ModuleType) -> None:
    """Each median stands beside its ratio to that of the first size."""
    assert benchmark.row("synth", {1: [2.0, 4.0, 2.0], 11: [3.0]}) == [
        "synth",
        "2.00 s (x1.00)",
        "3.00 s (x1.50)",
        "100 ms",
    ]


def test_failing_command_is_no_measurement(benchmark: ModuleType, tmp_path: Path) -> None:
    """A run that fails stops the benchmark instead of counting as a quick one."""
    with pytest.raises(subprocess.CalledProcessError, match="returned non-zero exit status 2"):
        benchmark.check(tmp_path, tmp_path)


def test_check_is_measured(benchmark: ModuleType) -> None:
    """A process that answers takes some of a second."""
    assert 0.05 < benchmark.measure(benchmark.check, 1) < 30
