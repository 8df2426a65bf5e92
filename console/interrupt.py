"""What Ctrl-C does while CloudFormation is at work."""

import contextlib
import signal
import subprocess
from collections.abc import Iterator

from cdk.config.load import Loaded
from console.errors import ConsoleError

GRACE_SECONDS = 10


@contextlib.contextmanager
def interruptible(process: subprocess.Popen[str], loaded: Loaded) -> Iterator[None]:
    """End a child on Ctrl-C and say how to go on.

    Raises:
        ConsoleError: with exit code 130, as shells expect of an interrupted program.
    """
    try:
        yield
    except KeyboardInterrupt:
        _end(process)
        raise ConsoleError(
            "Stopped. CloudFormation still finishes the step it is in; nothing is lost.\n"
            f"`lab status --env {loaded.config.env}` shows where it stands; "
            "the same command goes on from there.",
            exit_code=130,
        ) from None
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_SECONDS)
