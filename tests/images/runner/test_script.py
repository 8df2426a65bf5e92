"""Which program runs a script, what its end means, and what becomes of its output."""

import os
from pathlib import Path

import pytest

from lab_runner import script
from lab_runner.errors import RefusalError
from lab_runner.log import Log
from lab_runner.termination import Termination
from tests.images.runner.conftest import ends


@pytest.mark.parametrize(("name", "program"), [("a/x.py", "python3"), ("x.sh", "bash")])
def test_suffix_says_the_program(name: str, program: str) -> None:
    """The script's name decides, not its first line."""
    assert Path(script.interpreter(name, os.environ)).name == program


def test_unknown_kind_is_refused() -> None:
    """What can be started is told."""
    with pytest.raises(RefusalError, match=r"count.jl is no script .* \(\.R, \.py, \.sh\)"):
        script.interpreter("code/count.jl", os.environ)


def test_program_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """An image without R says so before anything is downloaded."""
    with pytest.raises(RefusalError, match=r"^x\.R needs Rscript, which is not in this image"):
        script.interpreter("x.R", {"PATH": str(tmp_path)})


@pytest.mark.parametrize(
    ("returncode", "status", "reason"),
    [
        (1, 1, "x.R ended with exit status 1"),
        (96, 1, "x.R ended with exit status 96, which is told as 1"),
        (-11, 139, "x.R was killed by signal 11 (SIGSEGV)"),
        (-40, 168, "x.R was killed by signal 40 (a real-time signal)"),
    ],
)
def test_end_of_a_script_is_told(returncode: int, status: int, reason: str) -> None:
    """96 stays the runner's own; a signal becomes what a shell makes of it."""
    failure = script.failure("x.R", returncode, 4096, [])
    assert failure
    assert (failure.status, str(failure)) == (status, reason)


@pytest.mark.parametrize(
    ("name", "returncode", "lines", "reason"),
    [
        ("x.py", 1, ["one", "two"], "x.py ended with exit status 1: two"),
        ("x.py", 96, ["two"], "x.py ended with exit status 96, which is told as 1: two"),
        ("x.py", -11, ["two"], "x.py was killed by signal 11 (SIGSEGV)"),
        ("x.sh", 137, ["x.sh: line 1: 7 Killed  Rscript"], "137: x.sh: line 1: 7 Killed  Rscript"),
        ("x.R", 1, ["Error in f() : boom", "Calls: f -> g", "Execution halted"], "1: Error in f()"),
        ("x.py", 1, ["Execution halted"], "x.py ended with exit status 1: Execution halted"),
        ("x.R", 1, ["Execution halted"], "x.R ended with exit status 1"),
    ],
)
def test_last_line_says_why(name: str, returncode: int, lines: list[str], reason: str) -> None:
    """What the script printed last is told; of R, the last line that is no formality."""
    assert reason in str(script.failure(name, returncode, 4096, lines))


def test_long_last_line_is_shortened() -> None:
    """The reason still has room for what the runner adds."""
    told = str(script.failure("x.py", 1, 4096, ["ValueError: " + "x" * 5000]))
    assert told.startswith("x.py ended with exit status 1: ValueError: x")
    assert len(told) < 250


def test_success_is_no_failure() -> None:
    """Only 0 is a success."""
    assert script.failure("x.R", 0, 4096, ["done"]) is None


def run(text: str, folder: Path) -> tuple[int, bytes]:
    """Run a shell script in this process and return its end and its log."""
    with Log(folder / "log.txt") as log:
        end = script.run(["bash", "-c", text], os.environ, folder, log, Termination())
    return end, (folder / "log.txt").read_bytes()


def test_output_is_logged_as_it_is(tmp_path: Path) -> None:
    """Both streams, in their order, with bytes that are no text, and lines of any length."""
    text = r"printf '\xff\n'; echo error >&2; head -c 200000 /dev/zero; exit 3"
    assert run(text, tmp_path) == (3, b"\xff\nerror\n" + bytes(200_000))


def test_process_left_in_the_background_ends_with_the_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would hold the log open, and could change results while they are uploaded."""
    monkeypatch.setattr(script, "LAST_WORDS_SECONDS", 0.2)
    end, log = run("sleep 600 & echo $!", tmp_path)
    assert end == 0
    assert ends(int(log))
