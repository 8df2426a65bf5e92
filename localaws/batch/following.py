"""Follow a running container to its end: read its output, and end it when it has to end."""

import os
import select
import time
from dataclasses import dataclass
from enum import Enum

from localaws.batch.clock import Clock
from localaws.batch.container import Running
from localaws.batch.log_stream import LogStream

# Between SIGTERM and SIGKILL, as ECS has it.
GRACE_SECONDS = 30
_TICK = 0.1
_READ = 65_536
# How long output is waited for that comes from processes other than the job's own.
_DRAIN_SECONDS = 0.5


class Cause(Enum):
    """Why an attempt is made to end."""

    REQUEST = "terminated by request"
    TIMEOUT = "timeout"
    HOST = "host lost"


@dataclass(eq=False)
class Control:
    """How others reach an attempt that is under way."""

    cause: Cause | None = None

    def stop(self, cause: Cause) -> None:
        """Have the attempt ended; the first cause counts."""
        self.cause = self.cause or cause


class Following:
    """One container and its output.

    Args:
        running: The container.
        log: Where its output goes.
        control: Says when it has to end.
        clock: For time limits.
    """

    def __init__(self, running: Running, log: LogStream, control: Control, clock: Clock) -> None:
        self._running = running
        self._log = log
        self._control = control
        self._clock = clock
        self._open = True
        self._kill_at: float | None = None

    def to_the_end(self, timeout: float | None) -> int:
        """Return the exit code, once the container has ended.

        Args:
            timeout: Seconds after which it has to end.
        """
        limit = self._clock.wall() + self._clock.seconds(timeout) if timeout else None
        code = None
        while code is None:
            if limit is not None and self._clock.wall() >= limit:
                self._control.stop(Cause.TIMEOUT)
            self._end_if_asked()
            if self._open:
                self._read(_TICK)
                self._log.flush_if_due()
            code = self._running.poll(0.0 if self._open else _TICK)
        self._drain()
        return code

    def _end_if_asked(self) -> None:
        """Send the first signal when it has to end, and the last one if it does not."""
        if self._control.cause is None:
            return
        now = self._clock.wall()
        if self._kill_at is None:
            self._kill_at = now + self._clock.seconds(GRACE_SECONDS)
            self._running.terminate()
        elif now >= self._kill_at:
            self._running.kill()

    def _read(self, seconds: float) -> None:
        """Read output for at most so long, and note when nobody can write it any more."""
        readable, _, _ = select.select([self._running.output], [], [], seconds)
        if readable:
            data = os.read(self._running.output, _READ)
            self._open = bool(data)
            self._log.feed(data)

    def _drain(self) -> None:
        """Read what was written before the end."""
        deadline = time.monotonic() + _DRAIN_SECONDS
        while self._open and time.monotonic() < deadline:
            self._read(_TICK)
            if not select.select([self._running.output], [], [], 0)[0]:
                # Somebody still holds the pipe, and has nothing to say.
                return
