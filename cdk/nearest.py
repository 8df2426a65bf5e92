"""The nearest allowed word, for messages that help."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches


def nearest(given: str, allowed: Iterable[str], *, prefix: str = "") -> str:
    """Say which allowed word was probably meant, else list them all.

    Args:
        given: what was written.
        allowed: what could have been meant.
        prefix: what stands before each of them, such as `lab.`.
    """
    words, wanted = sorted(allowed), given.lower()
    as_written = {word.lower(): word for word in words}
    close = [word for lower, word in as_written.items() if wanted and lower.startswith(wanted)]
    if not close and (found := get_close_matches(wanted, as_written, n=3, cutoff=0.6)):
        best = SequenceMatcher(a=found[0], b=wanted).ratio()
        close = [as_written[w] for w in found if SequenceMatcher(a=w, b=wanted).ratio() >= best]
    if close:
        return f"did you mean {' or '.join(prefix + word for word in close)}?"
    words = [prefix + word for word in words]
    return f"allowed: {', '.join(words)}" if words else "nothing is allowed here"
