"""Fair shares: who has used least, weighed, is served first."""

import math
from collections.abc import Mapping
from typing import Any

# docs.aws.amazon.com/batch/latest/APIReference/API_FairsharePolicy.html
DEFAULT_DECAY_SECONDS = 600


class Usage:
    """How many vCPUs each share of one queue has now, and has had of late."""

    def __init__(self) -> None:
        self._running: dict[str, float] = {}
        self._recent: dict[str, tuple[float, float]] = {}

    def start(self, share: str, vcpus: float) -> None:
        """Note that a job of a share starts."""
        self._running[share] = self._running.get(share, 0.0) + vcpus

    def stop(self, share: str, vcpus: float, *, seconds: float, now: float, decay: float) -> None:
        """Note that a job of a share has ended after some seconds."""
        self._running[share] -= vcpus
        if decay:
            past = self._past(share, now, decay) + vcpus * seconds / decay
            self._recent[share] = (past, now)

    def running(self) -> Mapping[str, float]:
        """Return the vCPUs in use, of each share that uses some."""
        return {share: vcpus for share, vcpus in self._running.items() if vcpus > 0}

    def weighed(self, share: str, policy: Mapping[str, Any], now: float) -> float:
        """Return a share's use by a policy; the lowest is served next."""
        fair = policy.get("fairsharePolicy", {})
        past = self._past(share, now, decay_seconds(policy))
        return (self._running.get(share, 0.0) + past) * weight(share, fair)

    def _past(self, share: str, now: float, decay: float) -> float:
        """Return what is left of earlier use."""
        value, then = self._recent.get(share, (0.0, now))
        return value * math.exp((then - now) / decay) if decay else 0.0


def decay_seconds(policy: Mapping[str, Any]) -> float:
    """Return over how many seconds earlier use is forgotten; 0 looks at the present alone."""
    fair = policy.get("fairsharePolicy", {})
    return float(fair.get("shareDecaySeconds", DEFAULT_DECAY_SECONDS))


def weight(share: str, fair: Mapping[str, Any]) -> float:
    """Return a share's weight factor; half the weight is twice the compute resources.

    An identifier that ends in * stands for all that begin like it; the longest counts.
    """
    found, length = 1.0, -1
    for item in fair.get("shareDistribution", []):
        identifier = item["shareIdentifier"]
        prefix = identifier.removesuffix("*")
        fits = share.startswith(prefix) if identifier.endswith("*") else share == identifier
        if fits and len(identifier) > length:
            found, length = float(item.get("weightFactor", 1.0)), len(identifier)
    return found


def reserved(policy: Mapping[str, Any], active: int) -> float:
    """Return the part of a queue's vCPUs that is kept for shares that use none yet."""
    percent = policy.get("fairsharePolicy", {}).get("computeReservation", 0)
    return float((percent / 100) ** active) if percent else 0.0
