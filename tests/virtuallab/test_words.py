"""Tests of numbers with their nouns."""

from virtuallab.words import count_of


def test_one_is_singular() -> None:
    """Nothing else is; large numbers keep all their digits."""
    counted = [count_of(number, "minute") for number in (0, 1, 1.0, 1.5, 12345678)]
    assert counted == ["0 minutes", "1 minute", "1 minute", "1.5 minutes", "12345678 minutes"]
