"""SIGTERM, as AWS sends it when a spot machine is reclaimed or a job's time is over."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab_runner import script, start as module
from lab_runner.errors import TerminatedError
from lab_runner.log import Log
from lab_runner.store import Store
from lab_runner.termination import Termination
from tests.images.runner.conftest import Job, ends

TRAP = """
trap 'echo A1 > $OUTPUT_DIR/checkpoint.csv; echo script got SIGTERM; exit 0' TERM
echo ready
while true; do sleep 0.05; done
"""


@pytest.fixture
def termination() -> Iterator[Termination]:
    """Listen to SIGTERM in this process while a test runs."""
    before = signal.getsignal(signal.SIGTERM)
    listening = Termination()
    listening.listen()
    yield listening
    signal.signal(signal.SIGTERM, before)


def test_stopped_job_passes_the_signal_on_and_leaves_no_marker(job: Job) -> None:
    """The script may save something; whatever it ends with, the attempt has not succeeded."""
    job.script("waits.sh", TRAP)
    with job.start() as process:
        assert process.stdout
        for line in process.stdout:
            if line == "ready\n":
                process.send_signal(signal.SIGTERM)
                break
        output = process.stdout.read()
    assert process.returncode == 143
    assert list(job.scratch.iterdir()) == []
    assert "script got SIGTERM" in output
    assert "plate failed: the job was stopped (SIGTERM)" in output.splitlines()[-1]
    own = "_lab/attempts/plate/job-1-1/"
    names = ("files/checkpoint.csv", "log.txt", "status.json")
    assert set(job.objects()) == {own + name for name in names}
    assert job.json(f"{own}status.json")["exit_status"] == 143


def test_script_that_does_not_end_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, termination: Termination
) -> None:
    """A script that ignores SIGTERM, and what it started, get SIGKILL in the end."""
    monkeypatch.setattr(script, "GRACE_SECONDS", 0.1)
    # It signals the test itself once it is deaf.
    text = f"trap '' TERM; sleep 600 & echo $! > child; kill {os.getpid()}; wait; wait"
    with pytest.raises(TerminatedError), Log(tmp_path / "log.txt") as log:
        script.run(["bash", "-c", text], os.environ, tmp_path, log, termination)
    assert ends(int((tmp_path / "child").read_text()))


class Reclaimed(Store):
    """A store whose machine is reclaimed during the download."""

    def download(self, pairs: Any) -> None:  # noqa: ANN401
        """Download, and get the signal."""
        super().download(pairs)
        os.kill(os.getpid(), signal.SIGTERM)


def test_signal_during_a_download_ends_the_attempt(
    in_process: Job, monkeypatch: pytest.MonkeyPatch, termination: Termination
) -> None:
    """The script is not even started, and the attempt is told with its reason."""
    monkeypatch.setattr(module, "Store", Reclaimed)
    assert module.start(os.environ, termination) == 143
    assert list(in_process.scratch.iterdir()) == []
    assert set(in_process.objects()) == {
        "_lab/attempts/plate/job-1-1/log.txt",
        "_lab/attempts/plate/job-1-1/status.json",
    }


def test_held_signal_is_raised_at_the_end_of_the_block(termination: Termination) -> None:
    """Nothing is interrupted within the block; a second signal changes nothing."""
    reached = []

    def block() -> None:
        with termination.held():
            os.kill(os.getpid(), signal.SIGTERM)
            os.kill(os.getpid(), signal.SIGTERM)
            reached.append(termination.received)

    with pytest.raises(TerminatedError):
        block()
    assert reached == [True]


def test_signal_that_python_swallowed_is_raised_at_the_next_check(
    termination: Termination,
) -> None:
    """An error in a destructor is only printed, but the signal is not forgotten."""
    with pytest.raises(TerminatedError):
        os.kill(os.getpid(), signal.SIGTERM)
    with pytest.raises(TerminatedError):
        termination.check()


def test_ignored_signal_has_no_effect(termination: Termination) -> None:
    """What is left to do after the end is not interrupted."""
    termination.ignore()
    os.kill(os.getpid(), signal.SIGTERM)
    assert not termination.received
