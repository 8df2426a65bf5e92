"""Run the real CDK command line, keeping all that it says in a log."""

import os
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from console.errors import ConsoleError
from localaws.installation import NODE_MODULES, ROOT, search_path

CDK = NODE_MODULES / "aws-cdk" / "bin" / "cdk"
LOG_LINES = 20
# console.validation runs the same engine in its native form, on the finished templates.
_SETTINGS = {
    "CDK_VALIDATION": "false",
    "CDK_DISABLE_CLI_TELEMETRY": "true",
    "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
}


def start_cdk(
    arguments: Sequence[str], *, log: Path | None, folder: Path = ROOT
) -> subprocess.Popen[str]:
    """Start the CDK command line in a folder, with its output in a log or in a pipe.

    Raises:
        ConsoleError: it is not installed.
    """
    if not CDK.is_file():
        raise ConsoleError(f"{CDK} is missing: run `make install`")
    output = log.open("w", encoding="utf-8") if log else subprocess.PIPE
    return subprocess.Popen(  # noqa: S603 - our own pinned program
        ["node", str(CDK), "--no-notices", "--no-color", *arguments],  # noqa: S607
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
    )


def environment() -> Mapping[str, str]:
    """Return this process's environment with our own programs first on the path."""
    return {**os.environ, **_SETTINGS, "PATH": search_path()}


def run_cdk(arguments: Sequence[str], *, doing: str, folder: Path = ROOT) -> str:
    """Run the CDK command line to its end and return what it said.

    Args:
        arguments: of the command line.
        doing: what a message says could not be done.
        folder: where to run; its `cdk.json` counts.

    Raises:
        ConsoleError: it failed; the message ends with the last it said.
    """
    process = start_cdk(arguments, log=None, folder=folder)
    output, _ = process.communicate()
    if process.returncode:
        tail = "\n".join(deque(output.rstrip().splitlines(), maxlen=LOG_LINES))
        raise ConsoleError(f"Could not {doing}. The CDK command line said:\n{tail}")
    return output
