"""Where the environments that the emulator needs are installed, relative to the repository."""

import os
import shutil
from pathlib import Path

from localaws.errors import LocalAwsError

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv-localaws" / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"


def search_path() -> str:
    """Return PATH with the project's own programs (node, lab, cdk) first."""
    ours = [str(ROOT / ".venv" / "bin"), str(NODE_MODULES / ".bin")]
    rest = [part for part in os.environ.get("PATH", os.defpath).split(os.pathsep) if part]
    return os.pathsep.join([*ours, *(part for part in rest if part not in ours)])


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
