"""The command `lab-runner`: one attempt at one folder, told by environment variables."""

import os
import sys
from collections.abc import Sequence

from lab_runner import VERSION
from lab_runner.termination import Termination

USAGE = "lab-runner takes no arguments but --version: it is told by environment variables"


def main(arguments: Sequence[str]) -> int:
    """Run one attempt; return the script's exit status, 96 for a refusal or 143 after SIGTERM."""
    if list(arguments) == ["--version"]:
        sys.stdout.write(f"lab-runner {VERSION}\n")
        return 0
    if arguments:
        sys.stderr.write(f"{USAGE}\n")
        return 2
    termination = Termination()
    termination.listen()
    # Importing boto3 takes a while: by then SIGTERM is listened to.
    from lab_runner.start import start  # noqa: PLC0415

    return start(os.environ, termination)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
