"""Fair shares."""

from typing import Any

import pytest

from localaws.batch.shares import Usage, reserved, weight

POLICY: dict[str, Any] = {
    "fairsharePolicy": {
        "shareDecaySeconds": 100,
        "computeReservation": 50,
        "shareDistribution": [
            {"shareIdentifier": "genomics", "weightFactor": 0.5},
            {"shareIdentifier": "gen*", "weightFactor": 2.0},
            {"shareIdentifier": "*"},
        ],
    }
}


def _used(usage: Usage, share: str, now: float = 0.0) -> float:
    return usage.weighed(share, POLICY, now)


@pytest.mark.parametrize(
    ("share", "expected"), [("genomics", 0.5), ("genetics", 2.0), ("imaging", 1.0)]
)
def test_longest_identifier_that_fits_gives_the_weight(share: str, expected: float) -> None:
    """An asterisk stands for everything that begins like it."""
    assert weight(share, POLICY["fairsharePolicy"]) == expected


def test_half_the_weight_is_twice_the_compute_resources() -> None:
    """Sixteen vCPUs at 0.5 count as eight at 1."""
    usage = Usage()
    usage.start("genomics", 16)
    usage.start("imaging", 8)
    assert _used(usage, "genomics") == _used(usage, "imaging") == 8


def test_earlier_use_is_forgotten_slowly() -> None:
    """Who has just had a hundred vCPU-seconds comes after who has not."""
    usage = Usage()
    usage.start("imaging", 4)
    usage.stop("imaging", 4, seconds=25, now=0, decay=100)
    assert _used(usage, "imaging") == 1.0
    assert 0.3 < _used(usage, "imaging", now=100) < 0.4
    assert usage.running() == {}


def test_without_decay_only_the_present_counts() -> None:
    """A policy with 0 seconds."""
    usage = Usage()
    usage.start("imaging", 4)
    usage.stop("imaging", 4, seconds=25, now=0, decay=0)
    assert usage.weighed("imaging", {"fairsharePolicy": {"shareDecaySeconds": 0}}, 0) == 0


def test_part_that_is_kept_shrinks_with_every_active_share() -> None:
    """Half for one, a quarter for two; nothing unless the policy says so."""
    assert (reserved(POLICY, 1), reserved(POLICY, 2), reserved({}, 1)) == (0.5, 0.25, 0.0)
