"""Tests of the scientist's variables."""

from fractions import Fraction

import pytest

from virtuallab.errors import Problems
from virtuallab.variables import environment_of


class bool_:  # noqa: N801 - as NumPy calls it
    """Prints as NumPy's boolean."""

    def __str__(self) -> str:
        """Return it as Python writes it."""
        return "True"


def _told(name: str, value: object = "1") -> str:
    problems = Problems()
    environment_of({name: value}, problems)
    return "\n".join(map(str, problems))


def test_values_become_texts() -> None:
    """In the order of their names, so that the same variables are the same work."""
    problems = Problems()
    given = {"N": Fraction(3), "CHANNEL": "FITC-A", "FAST": True, "X": 0.5, "Y": bool_()}
    assert environment_of(given, problems) == [
        {"Name": "CHANNEL", "Value": "FITC-A"},
        {"Name": "FAST", "Value": "true"},
        {"Name": "N", "Value": "3"},
        {"Name": "X", "Value": "0.5"},
        {"Name": "Y", "Value": "true"},
    ]
    assert problems == []


@pytest.mark.parametrize("name", ["1A", "A-B", "A B", "Ä"])
def test_names_are_those_of_a_shell(name: str) -> None:
    """R and bash read no others."""
    assert "is no name of a variable" in _told(name)


@pytest.mark.parametrize("name", ["LAB_RUN", "AWS_REGION", "PATH", "INPUT_DIR", "FOLDER"])
def test_names_of_the_lab_are_refused(name: str) -> None:
    """They would change what the runner does."""
    assert "belongs to the lab" in _told(name)


@pytest.mark.parametrize("name", ["DB_PASSWORD", "secret", "GITHUB_TOKEN", "API_KEY_2"])
def test_secrets_are_refused(name: str) -> None:
    """A job's description is no place for them."""
    assert "looks like a secret" in _told(name)


@pytest.mark.parametrize("name", ["KEYWORD", "MONKEYS", "TOKENIZER", "SECRETION"])
def test_words_that_hold_a_secret_word_are_none(name: str) -> None:
    """Biology has many of them."""
    assert _told(name) == ""


def test_empty_name_is_told_as_such() -> None:
    """Nothing could be quoted."""
    assert _told("") == "variables: one has an empty name - write NAME=VALUE"


@pytest.mark.parametrize("value", [["a"], None, {"a": 1}, b"a"])
def test_values_without_an_obvious_text_are_refused(value: object) -> None:
    """Nobody guesses how a list is to be written."""
    assert "is neither text, number nor boolean" in _told("A", value)


def test_null_character_is_refused() -> None:
    """An environment cannot hold it."""
    assert "null character" in _told("A", "a\0b")


def test_long_values_are_refused() -> None:
    """A job may have 8 KiB of them, the lab's own included."""
    assert _told("A", "x" * 4000) == ""
    assert "of which a job may have 8192" in _told("A", "x" * 8000)
