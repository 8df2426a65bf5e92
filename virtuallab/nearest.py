"""The nearest known word, for messages that help."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST_NAMED = 10


def nearest(given: str, known: Iterable[str]) -> str:
    """Say which word was probably meant, else name the first ten of what there is."""
    words = sorted(known)
    by_lower = {word.lower(): word for word in words}
    if found := get_close_matches(given.lower(), by_lower, n=1, cutoff=0.6):
        return f"did you mean {by_lower[found[0]]}?"
    return f"there is {first_ones(words)}" if words else "there is none"


def first_ones(words: Iterable[str]) -> str:
    """Name the first ten of many words and how many there are more."""
    every = list(words)
    more = len(every) - MOST_NAMED
    return ", ".join(every[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
