"""Tests of what every settings model has in common."""

import pytest
from pydantic import Field, ValidationError

from cdk.settings import Settings


class Colours(Settings):
    """Settings as a slice would write them."""

    shade: int = Field(1)
    """How dark. Default 1."""


def test_unknown_settings_are_refused() -> None:
    """A misspelt key never passes as nothing."""
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Colours.model_validate({"shad": 2})


def test_values_are_not_converted() -> None:
    """A quoted number is text, and is told."""
    with pytest.raises(ValidationError, match="int_type"):
        Colours.model_validate({"shade": "2"})


def test_settings_never_change_once_read() -> None:
    """Whoever gets them gets what was checked."""
    with pytest.raises(ValidationError, match="frozen"):
        Colours().shade = 3  # type: ignore[misc]


def test_docstring_of_a_setting_is_its_description() -> None:
    """What admins read in their editor is written beside the field."""
    assert Colours.model_fields["shade"].description == "How dark. Default 1."


def test_settings_have_no_problems_of_their_own() -> None:
    """Rules between values are added where there are any."""
    assert list(Colours().problems()) == []
