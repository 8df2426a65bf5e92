"""The log goes to standard output and into a file."""

from pathlib import Path

import pytest

from lab_runner.log import Log


def test_runner_speaks_on_lines_of_its_own(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A script's last line without an end is not continued."""
    with Log(tmp_path / "log.txt") as log:
        log.write(b"no end")
        log.say("done")
        log.say("over")
    expected = b"no end\nlab-runner: done\nlab-runner: over\n"
    assert (tmp_path / "log.txt").read_bytes() == expected
    assert capfdbinary.readouterr().out == expected


def test_full_disk_does_not_stop_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    """A script that prints must not hang or die because its log has no room."""
    with Log(Path("/dev/full")) as log:
        log.write(b"one\n")
        log.write(b"two\n")
    told = capfd.readouterr().out
    assert "lab-runner: log.txt ends here: [Errno 28] No space left on device\n" in told
    assert "two\n" in told
