"""Batch's clock, which tests let run faster."""

import time


class Clock:
    """Time of day as Batch gives it, and time limits in seconds of the wall.

    Args:
        factor: How many seconds of a time limit pass in one second of the wall.
    """

    def __init__(self, factor: float = 1.0) -> None:
        self._factor = factor

    def now(self) -> int:
        """Return milliseconds since 1970."""
        return int(time.time() * 1000)

    def wall(self) -> float:
        """Return seconds that only ever go forward."""
        return time.monotonic()

    def seconds(self, limit: float) -> float:
        """Return how long a time limit lasts on the wall."""
        return limit / self._factor
