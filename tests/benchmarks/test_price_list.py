"""List prices, each with its source and its day."""

from datetime import date

import pytest
from ruamel.yaml import YAML

from benchmarks.price_list import PRICES, usd
from console.errors import ConsoleError


def test_every_price_has_a_source_and_a_day() -> None:
    """Whoever doubts one can look it up."""
    for row in YAML(typ="safe").load(PRICES):
        assert sorted(row) == ["date", "name", "region", "source", "unit", "usd"]
        assert isinstance(row["date"], date)
        assert usd(row["name"]) == row["usd"]


def test_a_price_that_is_not_there_is_told() -> None:
    """Nothing counts as free."""
    with pytest.raises(ConsoleError, match=r"no price known of gold: add it to benchmarks/"):
        usd("gold")
