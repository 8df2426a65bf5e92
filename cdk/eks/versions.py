"""When AWS ends its support of a Kubernetes version, and what that means on a given day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cdk.eks.config import EksConfig
from cdk.settings import Problem

WARNED_AHEAD = timedelta(days=90)
"""How long before an end `lab check` begins to warn."""
EXTENDED_PRICE = "0.60 instead of 0.10 USD an hour"
"""Of one cluster in us-east-1, 2026-11: aws.amazon.com/eks/pricing."""


@dataclass(frozen=True)
class Support:
    """The ends of AWS's support of one version: on these days, in UTC, it is over.

    Attributes:
        standard: from then on the version is raised by AWS, or billed as extended support.
        extended: from then on it is raised by AWS in any case.
    """

    standard: date
    extended: date


SUPPORT: Mapping[str, Support] = {
    "1.35": Support(standard=date(2027, 3, 27), extended=date(2028, 3, 27)),
    "1.36": Support(standard=date(2027, 8, 2), extended=date(2028, 8, 2)),
}
"""The calendar of docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html, as of
2026-08-06."""


def support_findings(config: EksConfig, today: date) -> Iterator[Problem]:
    """Yield what is to be said of the cluster's version today, with paths relative to `eks`.

    A version out of standard support is an error unless the settings ask for extended support, as
    AWS would raise it at a moment of its own choice. Nothing here reads the clock.

    Args:
        config: the settings of the cluster.
        today: the day in UTC.
    """
    support = SUPPORT[config.version]
    if today >= support.extended:
        yield _finding(config, f"is out of every support since {support.extended}")
    elif today >= support.standard and config.support_type == "STANDARD":
        yield _finding(
            config,
            f"is out of standard support since {support.standard}; AWS raises it when it likes",
            way_out=f"; or set `support_type: EXTENDED` and pay {EXTENDED_PRICE}",
        )
    elif today >= support.standard:
        message = f"is in extended support until {support.extended}, for {EXTENDED_PRICE}"
        yield _finding(config, message, warning=True)
    elif (left := support.standard - today) <= WARNED_AHEAD:
        then = "raises it when it likes"
        if config.support_type == "EXTENDED":
            then = f"bills {EXTENDED_PRICE}"
        message = (
            f"leaves standard support on {support.standard}, days left: {left.days}; AWS {then}"
        )
        yield _finding(config, message, warning=True)


def _finding(
    config: EksConfig, message: str, *, way_out: str = "", warning: bool = False
) -> Problem:
    return Problem(
        path=("version",),
        message=f"{message} (got {config.version})",
        hint=_newer(config.version) + way_out,
        related=(("support_type",),),
        warning=warning,
    )


def _newer(version: str) -> str:
    end = SUPPORT[version].standard
    later = {each.standard: name for name, each in SUPPORT.items() if each.standard > end}
    if not later:
        return "get a newer release of this software, which knows a newer version"
    # EKS raises a cluster by one version at a time.
    following = min(later)
    return f'set `version: "{later[following]}"`, supported until {following}'
