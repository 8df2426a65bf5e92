"""Measure what one more project costs: `python benchmarks/synth_projects.py [--repeat N]`.

Nothing is written but temporary folders; labs are made of `labs/demo` and generated projects.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import track
from rich.table import Table
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
# A script finds the packages beside it, not those of the repository.
sys.path.insert(0, str(ROOT))

from console.cdk_cli import environment, run_cdk  # noqa: E402

SIZES = (1, 10, 50)
ENV = "dev"
PROJECT = """\
owner: ada.lovelace@demo-lab.example
posix: {{uid: {number}, gid: {number}}}
efs: {{}}
members: [role/scientists]
"""
FIRST_NUMBER = 30000

Seconds = Mapping[int, Sequence[float]]


def write_lab(folder: Path, projects: int) -> None:
    """Write the demo lab with so many projects into a folder, without what names its own."""
    for name in ("lab.yaml", f"{ENV}.yaml"):
        shutil.copy(ROOT / "labs/demo" / name, folder / name)
    yaml = YAML()
    settings = yaml.load(folder / "lab.yaml")
    for name in ("apps", "slurm", "users"):
        del settings[name]
    yaml.dump(settings, folder / "lab.yaml")
    (folder / "projects").mkdir()
    for index in range(projects):
        text = PROJECT.format(number=FIRST_NUMBER + index)
        (folder / f"projects/project-{index:03}.yaml").write_text(text, encoding="utf-8")


def check(lab: Path, _: Path) -> None:
    """Run `lab check` in a process of its own."""
    command = "from console.main import main; main()"
    _run([sys.executable, "-c", command, "check", "--lab", str(lab), "--env", ENV])


def app(lab: Path, out: Path) -> None:
    """Run the CDK app as the CDK command line does, without the command line."""
    flags = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    context = json.dumps({**flags, "lab": str(lab), "env": ENV})
    _run([sys.executable, "app.py"], CDK_OUTDIR=str(out), CDK_CONTEXT_JSON=context)


def cli(lab: Path, out: Path) -> None:
    """Run `cdk synth` as `lab synth` does."""
    context = ["--context", f"lab={lab}", "--context", f"env={ENV}"]
    run_cdk(["synth", "--quiet", "--output", str(out), *context], doing="synthesise")


MEASURED: Mapping[str, Callable[[Path, Path], None]] = {
    "lab check": check,
    "python app.py": app,
    "cdk synth": cli,
}


def _run(command: Sequence[str], **variables: str) -> None:
    subprocess.run(  # noqa: S603 - our own programs
        command,
        cwd=ROOT,
        env={**environment(), **variables},
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def measure(run: Callable[[Path, Path], None], projects: int) -> float:
    """Return the seconds that one run takes with so many projects, in fresh folders."""
    with TemporaryDirectory() as lab, TemporaryDirectory() as out:
        write_lab(Path(lab), projects)
        start = time.perf_counter()
        run(Path(lab), Path(out))
        return time.perf_counter() - start


def one_more(seconds: Seconds) -> float:
    """Return the milliseconds that one more project takes: the slope through the medians."""
    medians = [statistics.median(values) for values in seconds.values()]
    return 1000 * statistics.linear_regression(list(map(float, seconds)), medians).slope


def row(name: str, seconds: Seconds) -> list[str]:
    """Return a line of the table: medians, their ratio to the smallest lab, the slope."""
    medians = [statistics.median(values) for values in seconds.values()]
    times = [f"{median:.2f} s (x{median / medians[0]:.2f})" for median in medians]
    return [name, *times, f"{one_more(seconds):.0f} ms"]


def main(sizes: Sequence[int], repeat: int) -> None:
    """Measure everything, taking turns so that a busy moment hits all sizes alike."""
    results: dict[str, dict[int, list[float]]] = {
        name: {size: [] for size in sizes} for name in MEASURED
    }
    turns = [(name, size) for _ in range(repeat) for name in results for size in results[name]]
    for run in MEASURED.values():
        measure(run, 1)  # what only the first run does, such as compiling, is not measured
    for name, size in track(turns, "measuring", console=Console(stderr=True)):
        results[name][size].append(measure(MEASURED[name], size))
    title = f"Median of {repeat} runs on {os.cpu_count()} cores, Python {sys.version.split()[0]}"
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    labs = [f"{size} project{'s' if size > 1 else ''}" for size in sizes]
    for column in ("", *labs, "one more project"):
        table.add_column(column, justify="right" if column else "left")
    for name, seconds in results.items():
        table.add_row(*row(name, seconds))
    Console(width=None if sys.stdout.isatty() else 120).print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5, help="runs of each size, 5 by default")
    main(SIZES, parser.parse_args().repeat)
