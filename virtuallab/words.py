"""Numbers with their nouns."""


def count_of(number: float, noun: str) -> str:
    """Return `1 folder`, `2 folders`."""
    return f"{number:g} {noun}" if number == 1 else f"{number:.10g} {noun}s"
