"""What SIGTERM does: AWS sends it when a spot machine is reclaimed or a job's time is over."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab_runner.errors import TerminatedError


class Termination:
    """Turns the first SIGTERM into a `TerminatedError` in the main thread, and ignores others."""

    def __init__(self) -> None:
        self.received = False
        self._held = False

    def listen(self) -> None:
        """Obey from now on: as a container's first process, Linux would drop the signal."""
        signal.signal(signal.SIGTERM, self._on_signal)

    def ignore(self) -> None:
        """Let nothing interrupt what is left to do."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)

    def check(self) -> None:
        """Raise if the signal came while Python could not raise, as in a garbage collection.

        Raises:
            TerminatedError: SIGTERM has arrived.
        """
        if self.received:
            raise TerminatedError

    @contextmanager
    def held(self) -> Iterator[None]:
        """Only note the signal within the block, and raise at its end.

        Raises:
            TerminatedError: SIGTERM has arrived.
        """
        self._held = True
        try:
            yield
        finally:
            self._held = False
        self.check()

    def _on_signal(self, *_: object) -> None:
        first, self.received = not self.received, True
        if first and not self._held:
            raise TerminatedError
