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


def test_last_lines_are_the_scripts_own(tmp_path: Path) -> None:
    """Neither the runner's lines, nor empty ones, nor colours, nor a bar's earlier states."""
    with Log(tmp_path / "log.txt") as log:
        lines = (
            b"first\n",
            b"10 %\r\x1b[32m99 %\x1b[0m \r\n",
            b"\xff no text\r\n",
            b" \n",
            b"\x1b[0m\n",
        )
        for line in lines:
            log.write(line)
        log.say("of the runner")
        assert log.last_lines() == ["first", "99 %", "\ufffd no text"]
        for number in range(100):
            log.write(b"%d\n" % number)
        assert log.last_lines() == ["94", "95", "96", "97", "98", "99"]


def test_full_disk_does_not_stop_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    """A script that prints must not hang or die because its log has no room."""
    with Log(Path("/dev/full")) as log:
        log.write(b"one\n")
        log.write(b"two\n")
    told = capfd.readouterr().out
    assert "lab-runner: log.txt ends here: [Errno 28] No space left on device\n" in told
    assert "two\n" in told
