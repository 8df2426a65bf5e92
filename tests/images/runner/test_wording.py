"""Texts of scripts, files and AWS become a part of one line."""

import pytest

from lab_runner.wording import named, one_line, reason, shortened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  \x1b[1;31mKeyError:\x1b[0m 'CD19'\n", "KeyError: 'CD19'"),
        ("one\n\ttwo\r\nthree", "one two three"),
        ("a\x00b\x07c\u202ed", "abcd"),
        ("\x1b]0;title\x07µm ≥ 3", "µm ≥ 3"),
    ],
)
def test_text_becomes_plain(text: str, expected: str) -> None:
    """Colours and control characters go, letters of any language stay."""
    assert one_line(text) == expected


def test_long_text_loses_its_middle() -> None:
    """What happened is at the beginning, what to do at the end."""
    told = shortened("what" + "x" * 1000 + "advice", 50)
    assert (len(told), told[:4], told[-6:]) == (50, "what", "advice")
    assert shortened("x" * 50, 50) == "x" * 50


def test_reason_fits_into_a_message() -> None:
    """However much AWS or a script tells, it is one line of 300 characters."""
    told = reason("AWS refused\na request " + "x" * 2000)
    assert len(told) == 300
    assert told.startswith("AWS refused a request x")


def test_names_are_told_as_far_as_they_help() -> None:
    """Three names are enough to know which files are meant."""
    assert named(["a"]) == "a"
    assert named(["a", "b", "c"]) == "a, b, c"
    assert named(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert len(named(["x" * 1000])) == 60
