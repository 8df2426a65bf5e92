"""Tests of the word that was probably meant."""

from virtuallab.nearest import first_ones, nearest


def test_nearest_word_is_named() -> None:
    """Upper and lower case aside."""
    assert nearest("Plats", ["plates", "reads"]) == "did you mean plates?"


def test_what_there_is_is_named_where_nothing_is_near() -> None:
    """At most ten of it."""
    assert nearest("x", ["plates", "reads"]) == "there is plates, reads"
    assert nearest("x", []) == "there is none"


def test_first_ones_of_many_are_named() -> None:
    """And the others counted."""
    assert first_ones(map(str, range(12))) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more"
