"""What follows an attempt that failed: `retryStrategy`."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from localaws.batch.job import Attempt
from localaws.batch.refusal import RefusalError

MOST_ATTEMPTS, MOST_RULES = 10, 5
RETRY, EXIT = "RETRY", "EXIT"


def check(retry: Mapping[str, Any]) -> None:
    """Check a retry strategy.

    https://docs.aws.amazon.com/batch/latest/APIReference/API_RetryStrategy.html

    Raises:
        RefusalError: There are too many attempts or rules, or rules without attempts.
    """
    attempts, rules = retry.get("attempts"), retry.get("evaluateOnExit", [])
    if attempts is not None and not 1 <= attempts <= MOST_ATTEMPTS:
        raise RefusalError(f"Retry attempts must be between 1 and {MOST_ATTEMPTS}.")
    if rules and attempts is None:
        raise RefusalError("Retry attempts must be specified with evaluateOnExit.")
    if len(rules) > MOST_RULES:
        raise RefusalError(f"evaluateOnExit can have at most {MOST_RULES} conditions.")
    for rule in rules:
        if rule["action"].upper() not in (RETRY, EXIT):
            raise RefusalError(f"evaluateOnExit action {rule['action']!r} is not RETRY or EXIT.")


def retries(retry: Mapping[str, Any], attempt: Attempt, number: int) -> bool:
    """Return whether another attempt follows a failed one.

    The first rule of which every condition holds decides; where none holds, it is tried again:
    docs.aws.amazon.com/batch/latest/userguide/job_retries.html

    Args:
        retry: The job's strategy.
        attempt: The attempt.
        number: Its number, from 1.
    """
    if number >= retry.get("attempts", 1):
        return False
    values = {
        "onExitCode": None if attempt.exit_code is None else str(attempt.exit_code),
        "onReason": attempt.reason,
        "onStatusReason": attempt.status_reason,
    }
    for rule in retry.get("evaluateOnExit", []):
        if all(_matches(values[key], rule[key]) for key in values if key in rule):
            return bool(rule["action"].upper() == RETRY)
    return True


def _matches(value: str | None, pattern: str) -> bool:
    """Tell whether a value matches a pattern, in which only * is special, whatever the case."""
    if value is None:
        return False
    literal = pattern.lower().replace("[", "[[]").replace("?", "[?]")
    return fnmatchcase(value.lower(), literal)
