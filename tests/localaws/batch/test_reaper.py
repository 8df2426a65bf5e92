"""Processes of jobs end with the emulator."""

import signal
import subprocess
import sys

from localaws.batch.reaper import reap

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")


def _sleeping() -> subprocess.Popen[bytes]:
    return subprocess.Popen(SLEEP, start_new_session=True)  # noqa: S603


def test_groups_that_are_left_are_killed() -> None:
    """Those that have ended before are not: their number may be another's by now."""
    with _sleeping() as left, _sleeping() as ended:
        reap([f"+{left.pid}\n", f"+{ended.pid}\n", f"-{ended.pid}\n"])
        assert left.wait(10) == -signal.SIGKILL
        assert ended.poll() is None
        ended.kill()


def test_group_that_is_gone_is_no_error() -> None:
    """It ended in the same moment."""
    with _sleeping() as gone, _sleeping() as left:
        gone.kill()
        gone.wait()
        reap([f"+{gone.pid}\n", f"+{left.pid}\n"])
        assert left.wait(10) == -signal.SIGKILL
