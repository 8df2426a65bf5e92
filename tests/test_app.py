"""The CDK app as the CDK CLI starts it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cdk.naming import FOUNDATION

ROOT = Path(__file__).parents[1]


def run_app(output: Path, **context: str) -> subprocess.CompletedProcess[str]:
    """Run the app in a process of its own, with the context that the CDK CLI hands over."""
    flags = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=os.environ
        | {
            "CDK_CONTEXT_JSON": json.dumps(flags | context),
            "CDK_OUTDIR": str(output),
            "CDK_VALIDATION": "false",
            "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({"env": "dev"}, "lab: is not given - add it to the command: -c lab=labs/demo"),
        ({"lab": "labs/demo"}, "env: is not given - add it to the command: -c env=dev"),
    ],
)
def test_the_app_asks_for_what_is_missing(
    tmp_path: Path, context: dict[str, str], expected: str
) -> None:
    """Without lab or env it says what to add, and exits 2."""
    done = run_app(tmp_path, **context)
    assert done.returncode == 2
    assert expected in done.stderr.splitlines()


def test_findings_of_the_settings_are_printed_without_a_stack_trace(tmp_path: Path) -> None:
    """A lab that is not there is one line for a person, and exit code 2."""
    done = run_app(tmp_path, lab="labs/demo", env="developement")
    assert done.returncode == 2
    assert "developement" in done.stderr
    assert "Traceback" not in done.stderr
    assert "app.py" not in done.stderr


def test_the_app_builds_the_lab_that_the_context_names(tmp_path: Path) -> None:
    """The assembly holds the stacks of that lab in that environment."""
    done = run_app(tmp_path, lab="labs/demo", env="prod")
    assert done.returncode == 0, done.stderr
    projects = ("project-cytometry-screen", "project-pbmc-atlas")
    assert {file.name for file in tmp_path.glob("*.template.json")} == {
        f"demo-prod-{part}.template.json" for part in (*FOUNDATION, *projects)
    }
