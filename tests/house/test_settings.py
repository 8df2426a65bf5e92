"""Every setting is explained, has a valid example, and says what changing it costs."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import create_model
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from cdk.config.lab import LabConfig
from cdk.config.lifecycle import marks
from cdk.settings import Settings

# `Default 30.` and `REJECT, the default,` claim a value; `Default: ...` describes one in words.
CLAIM = re.compile(
    r"Default (?P<after>`[^`]+`|[^\s;:]+?)[.,;:]?(?=\s|$)|`?(?P<before>\w+)`?, the default"
)
NOTHING = {"none", "never", "null"}


def _models(base: type[Settings] = Settings) -> Iterator[type[Settings]]:
    for model in base.__subclasses__():
        # Tests make models of their own; only those of the library are settings.
        if model.__module__.startswith("cdk."):
            yield model
        yield from _models(model)


FIELDS = [
    pytest.param(model, name, info, id=f"{model.__name__}.{name}")
    for model in _models()
    for name, info in model.model_fields.items()
]


def test_settings_are_found() -> None:
    """The tests below look at the models that a lab is made of."""
    assert LabConfig in set(_models())


@pytest.mark.parametrize(("model", "name", "info"), FIELDS)
def test_setting_is_explained(model: type[Settings], name: str, info: FieldInfo) -> None:
    """A setting's docstring is a sentence for admins."""
    assert re.fullmatch(r"[A-Z`].{15,}\.", info.description or "", re.DOTALL), f"{model}.{name}"


@pytest.mark.parametrize(("model", "name", "info"), FIELDS)
def test_setting_has_an_example_that_is_valid(
    model: type[Settings], name: str, info: FieldInfo
) -> None:
    """The example can be pasted; messages and stand-ins are made of it too."""
    assert info.examples, f"{model}.{name} has no example"
    fields: dict[str, Any] = {name: (info.annotation, info)}
    alone = create_model("Alone", __base__=Settings, **fields)
    for example in info.examples:
        alone.model_validate({name: example})


@pytest.mark.parametrize(("model", "name", "info"), FIELDS)
def test_setting_has_one_lifecycle_mark(model: type[Settings], name: str, info: FieldInfo) -> None:
    """One Lifecycle stands in the annotation, once."""
    assert len(marks(model, name)) == 1, f"{model}.{name}: {info.annotation}"


@pytest.mark.parametrize(("model", "name", "info"), FIELDS)
def test_default_is_the_one_that_the_docstring_claims(
    model: type[Settings], name: str, info: FieldInfo
) -> None:
    """A reader who trusts the docstring is right."""
    text = " ".join((info.description or "").split())
    for claim in CLAIM.finditer(text):
        assert _agrees(claim["after"] or claim["before"], info.default), f"{model}.{name}: {claim}"


@pytest.mark.parametrize(
    ("claimed", "default", "agrees"),
    [
        ("30", 30, True),
        ("30", 31, False),
        ("true", True, True),
        ("none", None, True),
        ("none", (), True),
        ("none", "one", False),
        ("one", "one", True),
        ("one", PydanticUndefined, False),
    ],
)
def test_claims_are_compared_by_value(claimed: str, default: object, *, agrees: bool) -> None:
    """The comparison above tells right from wrong."""
    assert _agrees(claimed, default) is agrees


def _agrees(claimed: str, default: object) -> bool:
    if claimed in NOTHING:
        return default in (None, (), {})
    if isinstance(default, tuple):
        return claimed.strip("`") == f"[{', '.join(map(str, default))}]"
    return claimed.strip("`") == (
        str(default).lower() if isinstance(default, bool) else str(default)
    )
