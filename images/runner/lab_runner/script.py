"""The scientist's script: which program runs it, and how it is started, watched and stopped."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import IO

from lab_runner.errors import FailureError, RefusalError
from lab_runner.log import Log
from lab_runner.termination import Termination
from lab_runner.wording import shortened

INTERPRETERS = {".R": "Rscript", ".r": "Rscript", ".py": "python3", ".sh": "bash"}
R_STOPPED = ("Execution halted", "Calls: ")
RESERVED = 96  # the runner's own exit status
GRACE_SECONDS = 20  # ECS kills a container 30 seconds after SIGTERM: 10 are left for the log
LAST_WORDS_SECONDS = 5
POLL_SECONDS = 0.2
LONGEST_LINE = 65536
LONGEST_LAST_LINE = 200


def interpreter(name: str, environment: Mapping[str, str]) -> str:
    """Return the program for a script.

    Raises:
        RefusalError: The script is of an unknown kind, or its program is not in the image.
    """
    suffix = PurePosixPath(name).suffix
    program = INTERPRETERS.get(suffix)
    if program is None:
        kinds = ", ".join(kind for kind in INTERPRETERS if kind != ".r")
        raise RefusalError(f"{name} is no script that lab-runner can start ({kinds})")
    path = shutil.which(program, path=environment.get("PATH"))
    if path is None:
        raise RefusalError(f"{name} needs {program}, which is not in this image")
    return path


def run(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    log: Log,
    termination: Termination,
) -> int:
    """Run the script to its end and return what `Popen` says of it, negative for a signal.

    Raises:
        TerminatedError: SIGTERM came; the script got it too, and SIGKILL when it did not end.
    """
    with termination.held():
        process = subprocess.Popen(  # noqa: S603 - starting what the scientist wrote is the purpose
            command,
            env=dict(environment),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        output = process.stdout
        assert output is not None  # noqa: S101 - PIPE was asked for
        reader = Thread(target=_tee, args=(output, log), daemon=True)
        reader.start()
        _wait(process, log, termination)
        # What the script left in the background may still print, but does not outlive it.
        reader.join(LAST_WORDS_SECONDS)
        _signal(process, signal.SIGKILL)
        reader.join(LAST_WORDS_SECONDS)
    return process.returncode


def failure(
    name: str, returncode: int, memory_mib: int, last_lines: Sequence[str]
) -> FailureError | None:
    """Return why a script that ended so has failed, or None when it has not."""
    if returncode == 0:
        return None
    if returncode < 0:
        number = -returncode
        reason = f"{name} was killed by signal {number} ({_signal_name(number)})"
        if number == signal.SIGKILL:
            reason += f", most likely because {memory_mib} MiB of memory were not enough"
        return FailureError(reason, 128 + number)
    told = f"{name} ended with exit status {returncode}"
    line = _last_words(name, last_lines)
    last = f": {shortened(line, LONGEST_LAST_LINE)}" if line else ""
    if returncode == RESERVED:
        return FailureError(f"{told}, which is told as 1{last}")
    return FailureError(told + last, returncode)


def _last_words(name: str, lines: Sequence[str]) -> str:
    """Return the last line that says why; R ends with lines that only say that it has stopped."""
    if INTERPRETERS[PurePosixPath(name).suffix] == "Rscript":
        lines = [line for line in lines if not line.startswith(R_STOPPED)]
    return lines[-1] if lines else ""


def _wait(process: subprocess.Popen[bytes], log: Log, termination: Termination) -> None:
    """Wait for the script; after SIGTERM, pass it on and lose patience later."""
    while True:
        try:
            process.wait(POLL_SECONDS)
        except subprocess.TimeoutExpired:
            if not termination.received:
                continue
        else:
            return
        log.say(f"SIGTERM: the script has {GRACE_SECONDS} seconds to end")
        _signal(process, signal.SIGTERM)
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)
            process.wait()
        return


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to the script and to all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "a real-time signal"


def _tee(output: IO[bytes], log: Log) -> None:
    """Log what the script prints, line by line, until nobody holds its output open."""
    while line := output.readline(LONGEST_LINE):
        log.write(line)
