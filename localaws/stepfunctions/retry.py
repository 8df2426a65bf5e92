"""Retry and Catch as AWS documents them."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import random
from typing import Any

from ministack.services import stepfunctions

from localaws.stepfunctions.backoff import delay_seconds
from localaws.stepfunctions.running import current, is_running, pause

Found = tuple[dict[str, Any] | None, int]

# Errors that no wildcard matches; docs.aws.amazon.com/step-functions concepts-error-handling
_TERMINAL = ("States.DataLimitExceeded", "States.Runtime")


def install() -> None:
    """Extend ministack's error handling.

    * `MaxDelaySeconds` and `JitterStrategy` are obeyed, and a pause may exceed 60 seconds.
    * Nothing is tried again for an execution that was stopped.
    * No wildcard matches `States.Runtime` and `States.DataLimitExceeded`.
    """
    find, matches = stepfunctions._find_matching_retrier, stepfunctions._error_matches

    def find_matching_retrier(
        retriers: list[dict[str, Any]], error: str, counts: dict[int, int]
    ) -> Found:
        found, index = find(retriers, error, counts)
        execution = current()
        if found is None or execution is None:
            return found, index
        if not is_running(execution):
            return None, -1
        # ministack would pause next; this has been done when it is told that there is no interval.
        pause(delay_seconds(found, counts.get(index, 0), random.random()))  # noqa: S311
        return {**found, "IntervalSeconds": 0}, index

    def error_matches(names: list[str], error: str) -> bool:
        if error in _TERMINAL:
            return error in names
        return bool(matches(names, error))

    stepfunctions._find_matching_retrier = find_matching_retrier
    stepfunctions._error_matches = error_matches
