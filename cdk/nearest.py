"""The nearest allowed word, for messages that help."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches


def nearest(given: str, allowed: Iterable[str]) -> str:
    """Say which allowed word was probably meant, else list them all."""
    words, lower = sorted(allowed), given.lower()
    close = [word for word in words if lower and word.startswith(lower)]
    if not close and (found := get_close_matches(lower, words, n=3, cutoff=0.6)):
        best = SequenceMatcher(a=found[0], b=lower).ratio()
        close = [word for word in found if SequenceMatcher(a=word, b=lower).ratio() >= best]
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"allowed: {', '.join(words)}" if words else "nothing is allowed here"
