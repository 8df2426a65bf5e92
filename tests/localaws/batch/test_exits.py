"""`retryStrategy`: which failures are tried again."""

from typing import Any

import pytest

from localaws.batch.exits import check, retries
from localaws.batch.job import Attempt
from localaws.batch.refusal import RefusalError

LOST = Attempt("e", "i", "h", "t", status_reason="Host EC2 (instance i-1) terminated.")
FAILED = Attempt("e", "i", "h", "t", status_reason="Essential container", exit_code=137)
KILLED = Attempt("e", "i", "h", "t", exit_code=137, reason="OutOfMemoryError: Container killed")
PLATFORM = [
    {"onStatusReason": "Host EC2*", "action": "RETRY"},
    {"onReason": "CannotPullContainer*", "action": "RETRY"},
    {"onReason": "*", "action": "EXIT"},
]


def _retries(attempt: Attempt, *rules: dict[str, str], number: int = 1, attempts: int = 3) -> bool:
    return retries({"attempts": attempts, "evaluateOnExit": list(rules)}, attempt, number)


def test_failure_is_tried_again_where_no_rule_says_otherwise() -> None:
    """As often as there are attempts."""
    assert _retries(FAILED)
    assert _retries(FAILED, {"onExitCode": "1", "action": "EXIT"})
    assert not _retries(FAILED, number=3)
    assert not retries({}, FAILED, 1)


def test_platforms_rules_repeat_lost_hosts_alone() -> None:
    """A program that fails is not run again with the same memory."""
    assert _retries(LOST, *PLATFORM)
    assert not _retries(FAILED, *PLATFORM)
    assert not _retries(KILLED, *PLATFORM)


def test_all_conditions_of_a_rule_have_to_hold() -> None:
    """Exit code and reason together."""
    rule = {"onExitCode": "137", "onReason": "outofmemory*", "action": "EXIT"}
    assert not _retries(KILLED, rule)
    assert _retries(FAILED, rule)


def test_first_rule_that_fits_decides() -> None:
    """The ones behind it do not count."""
    rules = ({"onExitCode": "13*", "action": "retry"}, {"onExitCode": "137", "action": "EXIT"})
    assert _retries(FAILED, *rules)


def test_attempt_without_exit_code_fits_no_exit_code() -> None:
    """Not even an asterisk."""
    assert _retries(LOST, {"onExitCode": "*", "action": "EXIT"})


def test_only_the_asterisk_is_special() -> None:
    """Brackets and question marks mean themselves."""
    bracket = Attempt("e", "i", "h", "t", reason="[a]?")
    assert not _retries(bracket, {"onReason": "[A]?", "action": "EXIT"})
    assert _retries(bracket, {"onReason": "a?", "action": "EXIT"})


@pytest.mark.parametrize(
    ("strategy", "message"),
    [
        ({"attempts": 0}, "between 1 and 10"),
        ({"evaluateOnExit": PLATFORM}, "must be specified with evaluateOnExit"),
        ({"attempts": 2, "evaluateOnExit": PLATFORM * 2}, "at most 5 conditions"),
        ({"attempts": 2, "evaluateOnExit": [{"action": "stop"}]}, "'stop' is not RETRY or EXIT"),
    ],
)
def test_strategy_that_batch_does_not_take_is_refused(
    strategy: dict[str, Any], message: str
) -> None:
    """The message says what is allowed."""
    with pytest.raises(RefusalError, match=message):
        check(strategy)
