"""List prices, and the line of a bill; for the scripts beside it."""

from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from console.errors import ConsoleError

PRICES = Path(__file__).with_name("prices.yaml")
HOURS = 730
"""A month, as AWS's own calculator has it."""


class Row(NamedTuple):
    """One line of the bill: what, how many and which, USD a month."""

    what: str
    which: str
    usd: float


def usd(name: str) -> float:
    """Return a price of `prices.yaml`, in its own unit.

    Raises:
        ConsoleError: it is not there.
    """
    for row in YAML(typ="safe").load(PRICES):
        if row["name"] == name:
            return float(row["usd"])
    raise ConsoleError(f"no price known of {name}: add it to benchmarks/{PRICES.name}")
