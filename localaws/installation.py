"""Where the environments that the emulator needs are installed, relative to the repository."""

import os
import shutil
from pathlib import Path

from localaws.errors import LocalAwsError

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv-localaws" / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
# What a job finds first, where it runs without a container: the runner's programs, and those that
# the runner's image has.
JOB_PROGRAMS = (ROOT / "images" / "runner" / "bin", ROOT / ".venv-science" / "bin")
_OWN = (str(ROOT / ".venv" / "bin"), str(NODE_MODULES / ".bin"))


def search_path() -> str:
    """Return PATH with the project's own programs (node, lab, cdk) first."""
    return os.pathsep.join([*_OWN, *_others()])


def job_search_path() -> str:
    """Return PATH of a job that runs without a container: its programs, then the machine's."""
    return os.pathsep.join([*map(str, JOB_PROGRAMS), *_others()])


def _others() -> list[str]:
    """Return this process's PATH without the project's own programs."""
    parts = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return [part for part in parts if part and part not in _OWN]


def require_installed() -> None:
    """Check that everything the emulator starts is there.

    Raises:
        LocalAwsError: Something is missing; the message names it and the remedy.
    """
    missing = [str(path) for path in (PYTHON, NODE_MODULES) if not path.exists()]
    if not shutil.which("node", path=search_path()):
        missing.append("node")
    if missing:
        raise LocalAwsError(
            f"The embedded AWS cannot start, missing: {', '.join(missing)}. Run `make install`."
        )
