"""Tests of the calendar of support."""

from datetime import date, timedelta

import pytest

from cdk.eks.config import EksConfig
from cdk.eks.versions import SUPPORT, support_findings

STANDARD = EksConfig(version="1.35")
EXTENDED = EksConfig(version="1.35", support_type="EXTENDED")
END = SUPPORT["1.35"].standard
LAST = SUPPORT["1.35"].extended
DAY = timedelta(days=1)


def said(config: EksConfig, today: date) -> list[tuple[str, bool]]:
    """Return what is said today, and whether it is a warning."""
    return [(problem.message, problem.warning) for problem in support_findings(config, today)]


@pytest.mark.parametrize("config", [STANDARD, EXTENDED])
def test_nothing_is_said_more_than_90_days_ahead(config: EksConfig) -> None:
    """An upgrade takes a week, not a season."""
    assert said(config, END - 91 * DAY) == []


def test_90_days_ahead_it_is_a_warning() -> None:
    """With STANDARD, AWS would upgrade by itself."""
    message = (
        "leaves standard support on 2027-03-27, days left: 90; "
        "AWS raises it when it likes (got 1.35)"
    )
    assert said(STANDARD, END - 90 * DAY) == [(message, True)]


def test_with_extended_support_the_warning_names_the_price() -> None:
    """It is six times the other."""
    message = (
        "leaves standard support on 2027-03-27, days left: 1; "
        "AWS bills 0.60 instead of 0.10 USD an hour (got 1.35)"
    )
    assert said(EXTENDED, END - DAY) == [(message, True)]


def test_out_of_standard_support_is_refused() -> None:
    """From the very day on, as AWS counts it."""
    (problem,) = support_findings(STANDARD, END)
    assert (problem.path, problem.warning) == (("version",), False)
    assert problem.message == (
        "is out of standard support since 2027-03-27; AWS raises it when it likes (got 1.35)"
    )
    assert problem.hint == (
        'set `version: "1.36"`, supported until 2027-08-02; '
        "or set `support_type: EXTENDED` and pay 0.60 instead of 0.10 USD an hour"
    )


def test_the_settings_may_ask_for_extended_support() -> None:
    """Then it is a warning with the price, until that ends too."""
    expected = (
        "is in extended support until 2028-03-27, for 0.60 instead of 0.10 USD an hour (got 1.35)"
    )
    assert said(EXTENDED, END) == [(expected, True)]
    assert said(EXTENDED, LAST - DAY) == [(expected, True)]


@pytest.mark.parametrize("config", [STANDARD, EXTENDED])
def test_out_of_every_support_is_always_refused(config: EksConfig) -> None:
    """No setting brings it back."""
    assert said(config, LAST) == [("is out of every support since 2028-03-27 (got 1.35)", False)]


def test_the_newest_version_asks_for_a_newer_release() -> None:
    """There is nothing in the table to raise it to."""
    (problem,) = support_findings(EksConfig(version="1.36"), SUPPORT["1.36"].extended)
    assert problem.hint == "get a newer release of this software, which knows a newer version"


@pytest.mark.parametrize("version", SUPPORT)
def test_extended_support_follows_standard_support(version: str) -> None:
    """It lasts a year."""
    support = SUPPORT[version]
    assert support.extended == support.standard.replace(year=support.standard.year + 1)
