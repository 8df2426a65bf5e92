"""Tests of guessing the word that was meant."""

import pytest

from cdk.nearest import nearest


@pytest.mark.parametrize(
    ("given", "allowed", "said"),
    [
        ("prod", ["sandbox", "production"], "did you mean production?"),
        ("us-eest-1", ["us-east-1", "eu-west-3"], "did you mean us-east-1?"),
        ("ecr", ["ecr.api", "ecr.dkr", "ecs"], "did you mean ecr.api or ecr.dkr?"),
        ("Elastic", ["elastic", "bursting"], "did you mean elastic?"),
        ("zebra", ["b", "a"], "allowed: a, b"),
        ("", ["b", "a"], "allowed: a, b"),
        ("x", [], "nothing is allowed here"),
    ],
)
def test_nearest_word_or_all_words_are_said(given: str, allowed: list[str], said: str) -> None:
    """A near miss gets one answer, anything else the whole list."""
    assert nearest(given, allowed) == said


def test_words_are_said_as_they_have_to_be_written() -> None:
    """With what stands before all of them."""
    assert nearest("nam", ["name"], prefix="lab.") == "did you mean lab.name?"
    assert nearest("x", ["name", "env"], prefix="lab.") == "allowed: lab.env, lab.name"
