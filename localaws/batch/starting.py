"""Start the program of a job, whoever runs it."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from localaws.batch.container import StartError


def start(
    command: Sequence[str], *, environment: Mapping[str, str], folder: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start a session of its own, whose two outputs are one pipe.

    Raises:
        StartError: The program is not there, or may not be run.
    """
    try:
        return subprocess.Popen(  # noqa: S603 - the job's own command
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise StartError(f"CannotStartContainerError: {error}") from error
