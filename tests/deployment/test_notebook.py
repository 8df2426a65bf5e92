"""The example notebook, executed cell by cell on the deployed lab, as a member of the project."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.deployment.deployed import Deployed, LoadConfig
from tests.deployment.members import keys_of

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PYTHON = ROOT / ".venv-science" / "bin" / "python"
PROJECT = "cytometry-screen"

RUN = """
import sys
import nbformat
from nbclient import NotebookClient

notebook = nbformat.read("fan_out.ipynb", as_version=4)
NotebookClient(notebook, timeout=240, kernel_name="python3").execute()
nbformat.write(notebook, sys.argv[1])
"""


def run(arguments: list[str], environment: dict[str, str]) -> None:
    """Run a program of the science environment beside the examples."""
    done = subprocess.run(  # noqa: S603 - our own examples
        [str(PYTHON), *arguments],
        cwd=EXAMPLES,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def outputs(
    sandbox: Deployed, config: LoadConfig, tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    """Deliver the plates, execute the notebook, and return what each code cell showed."""
    administrator = sandbox.aws.environment()
    raw = sandbox.facts()["raw_bucket_name"]
    run(["deliver_plates.py", f"s3://{raw}/projects/{PROJECT}/plates/"], administrator)
    member = keys_of(sandbox, PROJECT, config("labs/demo", "dev").enabled_projects()[PROJECT])
    folder = tmp_path_factory.mktemp("notebook")
    environment = {
        **administrator,
        **{name.upper(): value for name, value in member.items()},
        "PATH": f"{PYTHON.parent}{os.pathsep}{administrator['PATH']}",
        "PYTHONPATH": str(ROOT),
        "IPYTHONDIR": str(folder),
        "MPLCONFIGDIR": str(folder),
        "LAB_NAME": "demo",
        "LAB_ENV": "dev",
        "LAB_PROJECT": PROJECT,
    }
    run(["-c", RUN, str(folder / "executed.ipynb")], environment)
    executed: dict[str, Any] = json.loads((folder / "executed.ipynb").read_text(encoding="utf-8"))
    return [shown(cell) for cell in executed["cells"] if cell["cell_type"] == "code"]


def shown(cell: dict[str, Any]) -> str:
    """Return what a cell printed and returned, as text, and which kinds of pictures."""
    text = ""
    for output in cell["outputs"]:
        data = output.get("data", {})
        text += "".join(output.get("text", ())) + "".join(data.get("text/plain", ()))
        text += "".join(kind for kind in data if kind.startswith("image/"))
    return text


def test_the_plan_names_jobs_and_prices(outputs: list[str]) -> None:
    """Before anything is sent."""
    assert "5 jobs of gate_plate.py" in outputs[1]
    assert "1 vCPU, 0.2 GiB; after a failure once more with 2 vCPU, 0.4 GiB" in outputs[1]
    assert "price:       $" in outputs[1]


def test_plates_end_as_they_were_delivered(outputs: list[str]) -> None:
    """The large one needs more memory, the one that was cut off cannot be read."""
    rows = [line.split() for line in outputs[3].splitlines()[1:]]
    assert {row[1]: row[2] for row in rows} == {
        "plate-01": "succeeded",
        "plate-02": "succeeded",
        "plate-03": "escalated",
        "plate-04": "succeeded",
        "plate-05": "failed",
    }


def test_a_failure_is_explained(outputs: list[str]) -> None:
    """With the reason, and where the log is."""
    folder, reason, log = outputs[4].splitlines()
    assert folder == "plate-05"
    assert reason.startswith("gate_plate.py ended with exit status 1")
    assert "FCS" in reason
    assert log.startswith("job/default/")


def test_gates_find_the_cells_that_were_planted(outputs: list[str]) -> None:
    """Within two percent of each well's share."""
    rows = [line.split() for line in outputs[5].splitlines()[1:]]
    assert len(rows) == 8
    for *_, well, _events, _threshold, percent, plate in rows:
        planted = 60 - 10 * int(plate[-1]) + 2 * (well == "A02")
        assert float(percent) == pytest.approx(planted, abs=2)


def test_results_are_drawn(outputs: list[str]) -> None:
    """The last figure is a picture."""
    assert "image/png" in outputs[6]


def test_only_what_failed_is_left(outputs: list[str]) -> None:
    """The same plan again."""
    assert "1 job of gate_plate.py" in outputs[7]
    assert "4 of 5 are complete already" in outputs[7]
