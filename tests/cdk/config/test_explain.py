"""Tests of how values and paths are written in messages."""

import pytest

from cdk.config.explain import dotted, shown

PUBLIC = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("", '""'),
        (" padded ", '" padded "'),
        ("two\nlines", '"two\\nlines"'),
        (None, "null"),
        (True, "true"),
        ({"a": [1]}, '{"a": [1]}'),
        ("{}", '"{}"'),
        ("[a]", '"[a]"'),
        ("null", '"null"'),
        ("True", '"True"'),
        ("10", '"10"'),
        ("1.5e3", '"1.5e3"'),
        ("012", "012"),
        ("10.20.0.0/16", "10.20.0.0/16"),
        ("nullable", "nullable"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE", "***"),
        ("b3BlbnNzaC1rZXktdjEA" * 4, "***"),
        (
            f"ssh-ed25519 {PUBLIC}0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqK...",
        ),
        ("https://ada:hunter2@git.example.org/x", "https://***@git.example.org/x"),
    ],
)
def test_values_are_shown_as_yaml_would_write_them(value: object, text: str) -> None:
    """What was given is recognised, even where it is invisible."""
    assert shown(value) == text


def test_long_values_are_cut() -> None:
    """A message stays one line."""
    assert shown("x" * 1000) == "x" * 57 + "..."


def test_list_items_are_numbered_in_paths() -> None:
    """Paths read as people write them."""
    assert dotted(("projects", "alpha", "members", 0)) == "projects.alpha.members[0]"
