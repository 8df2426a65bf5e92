"""What a run costs: from the best case to every folder computed twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from virtuallab.sizes import Host, Size


@dataclass(frozen=True)
class Price:
    """What something costs in USD, by list prices of machines alone; None where one is unknown.

    Attributes:
        low: every folder succeeds at the first size on spot.
        high: every folder takes all its minutes twice, the second time enlarged, on demand.
    """

    low: float | None
    high: float | None

    def times(self, count: int) -> "Price":
        """Return the price of so many."""
        return Price(*(None if usd is None else usd * count for usd in (self.low, self.high)))

    def __str__(self) -> str:
        if self.low is None and self.high is None:
            return "no price known"
        return f"{_usd(self.low)} (spot) to {_usd(self.high)} (on demand, every folder twice)"


def usd_per_hour(
    size: Size, hosts: Sequence[Host], market: Literal["spot", "on_demand"]
) -> float | None:
    """Return what a job costs in an hour on the cheapest machine that holds it.

    That is the machine's price times the part of it that the job takes, as other jobs use the
    rest: the larger of its parts of vCPUs and of usable memory. With GPUs, the machine's price is
    divided by how many such jobs fit on it side by side. None where no price is known.
    """
    prices = [
        usd * host.share(size)
        for host in hosts
        if host.holds(size)
        and (usd := host.spot_usd if market == "spot" else host.on_demand_usd) is not None
    ]
    return min(prices, default=None)


def usual_usd_per_hour(size: Size, hosts: Sequence[Host]) -> float | None:
    """Return what a job of a run usually costs in an hour: on spot, else on demand."""
    spot = usd_per_hour(size, hosts, "spot")
    return usd_per_hour(size, hosts, "on_demand") if spot is None else spot


def price_of_folder(first: Size, second: Size, hosts: Sequence[Host], minutes: float) -> Price:
    """Return what one folder costs if an attempt takes so many minutes."""
    hours = minutes / 60
    low = usd_per_hour(first, hosts, "spot")
    high = [usd_per_hour(size, hosts, "on_demand") for size in (first, second)]
    known = [usd for usd in high if usd is not None]
    return Price(
        low=None if low is None else low * hours,
        high=sum(known) * hours if len(known) == len(high) else None,
    )


def amount(usd: float) -> str:
    """Return USD as a number to be read: cents where there are dollars, three digits below."""
    if usd >= 1 or usd == 0:
        return f"{usd:.2f}"
    # As a decimal, which is not written as 5.8e-06.
    return f"{Decimal(f'{usd:.3g}'):f}"


def _usd(value: float | None) -> str:
    if value is None:
        return "an unknown price"
    return f"${amount(value)}"
