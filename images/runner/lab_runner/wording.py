"""How texts of any origin become a part of one line that a person reads."""

import re
import unicodedata
from collections.abc import Sequence

LONGEST_REASON = 300
LONGEST_NAME = 60
NAMES = 3
GAP = " ... "
_COLOURS = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")


def one_line(text: str) -> str:
    """Return a text without colours and control characters, its white space as single blanks."""
    plain = " ".join(_COLOURS.sub("", text).split())
    return "".join(each for each in plain if not unicodedata.category(each).startswith("C"))


def shortened(text: str, longest: int) -> str:
    """Return a text without its middle if it is too long: it begins with what, ends with advice."""
    if len(text) <= longest:
        return text
    head = (longest - len(GAP)) * 2 // 3
    return f"{text[:head]}{GAP}{text[head + len(GAP) - longest :]}"


def reason(text: str) -> str:
    """Return a reason as `status.json` tells it."""
    return shortened(one_line(text), LONGEST_REASON)


def named(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    told = ", ".join(shortened(one_line(name), LONGEST_NAME) for name in names[:NAMES])
    return f"{told} and {len(names) - NAMES} more" if len(names) > NAMES else told
