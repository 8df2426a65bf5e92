"""The pause before a state is tried again."""

from typing import Any

import pytest

from localaws.stepfunctions.backoff import delay_seconds


@pytest.mark.parametrize(
    ("retrier", "pauses"),
    [
        ({}, [1, 2, 4]),
        ({"IntervalSeconds": 30, "BackoffRate": 3}, [30, 90, 270]),
        ({"IntervalSeconds": 10, "MaxDelaySeconds": 15}, [10, 15, 15]),
    ],
)
def test_pause_grows_up_to_its_limit(retrier: dict[str, Any], pauses: list[float]) -> None:
    """Intervals, rates and the largest delay are obeyed, over a minute too."""
    assert pauses == [delay_seconds(retrier, retries, 0.5) for retries in range(3)]


def test_full_jitter_takes_a_random_part() -> None:
    """The pause is anything up to the computed one."""
    retrier = {"IntervalSeconds": 10, "MaxDelaySeconds": 15, "JitterStrategy": "FULL"}
    assert [delay_seconds(retrier, 1, share) for share in (0.0, 0.2, 1.0)] == [0, 3, 15]
