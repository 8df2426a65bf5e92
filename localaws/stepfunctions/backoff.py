"""How long Step Functions waits before it tries a state again."""

from collections.abc import Mapping
from typing import Any


def delay_seconds(retrier: Mapping[str, Any], retries: int, share: float) -> float:
    """Return the pause before the next try.

    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html

    Args:
        retrier: One item of a state's `Retry`.
        retries: How often it was tried again already.
        share: Random, from 0 to 1: the part of the pause that full jitter leaves.
    """
    growth = float(retrier.get("BackoffRate", 2.0)) ** retries
    delay = min(
        float(retrier.get("IntervalSeconds", 1)) * growth,
        float(retrier.get("MaxDelaySeconds", "inf")),
    )
    return delay * share if retrier.get("JitterStrategy") == "FULL" else delay
