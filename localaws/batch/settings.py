"""What the embedded Batch is told by variables of its environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from localaws.batch.runners import AUTO, ENGINES, PROCESS, SETTING
from localaws.errors import LocalAwsError

AT_ONCE = "LOCALAWS_JOBS_AT_ONCE"
CLOCK_FACTOR = "LOCALAWS_BATCH_CLOCK_FACTOR"
_LEAST_AT_ONCE = 4


@dataclass(frozen=True)
class BatchSettings:
    """How jobs are run: by what, how many at once, and how fast time limits pass."""

    runner: str
    at_once: int
    clock_factor: float

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "BatchSettings":
        """Return the settings in an environment.

        Raises:
            LocalAwsError: One of them cannot be used.
        """
        runner = environment.get(SETTING, AUTO)
        words = (AUTO, PROCESS, *ENGINES)
        if runner not in words:
            raise LocalAwsError(f"{SETTING} is {runner!r}; it can be {', '.join(words)}")
        default = max(2 * (os.cpu_count() or 1), _LEAST_AT_ONCE)
        at_once = _positive(environment, AT_ONCE, default)
        if at_once != int(at_once):
            raise LocalAwsError(f"{AT_ONCE} is {at_once}; it has to be a whole number")
        return cls(runner, int(at_once), _positive(environment, CLOCK_FACTOR, 1))


def _positive(environment: Mapping[str, str], name: str, default: float) -> float:
    """Return a number greater than 0."""
    text = environment.get(name, "")
    try:
        number = float(text) if text else default
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise LocalAwsError(f"{name} is {text!r}; it has to be a number greater than 0")
    return number
