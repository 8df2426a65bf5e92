"""What a setting may be and what it is when nobody writes it, in words."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from cdk.config.compose import compose
from cdk.config.explain import shown
from cdk.config.lab import LabConfig, Preset
from cdk.config.load import PRESETS
from cdk.config.model_tree import field_at
from cdk.config.yaml_file import read
from cdk.settings import Settings
from docs.generators.settings_tree import Section

PRESET_NAMES = get_args(Preset)

_KINDS = {
    "boolean": "`true` or `false`",
    "object": "a mapping of names to values",
    "string": "text",
    None: "a group of settings, described below",
}
"""What a value of a JSON type is called; a schema without a type refers to another model."""


def allowed(section: Section, name: str) -> str:
    """Say which values a setting takes, as the JSON Schema of its model knows them."""
    return _words(section.model.model_json_schema()["properties"][name])


def default(section: Section, name: str, info: FieldInfo) -> str:
    """Say what a setting is when nobody writes it, in each preset where that differs."""
    own = _own_default(info)
    values = {place: _by_preset(f"{place}.{name}".lstrip(".")) for place in section.places}
    if isinstance(info.default, Settings) or not any(values.values()):
        return own
    if len(values) > 1:
        return _by_variant(section, own, list(values.values()))
    (by_preset,) = values.values()
    usual = by_preset.get("standard", own)
    others = [f"{v} in preset `{p}`" for p, v in by_preset.items() if v != usual]
    return "; ".join([usual, *others])


def preset_rows() -> Iterator[tuple[str, ...]]:
    """Yield each setting that a preset sets, with what it is in every preset."""
    leaves = {path for name in PRESET_NAMES for path, value in _preset(name).items() if value != {}}
    for path in sorted(leaves):
        yield (path, *(_in_preset(name, path) for name in PRESET_NAMES))


def code(value: object) -> str:
    """Write a value as YAML would, in a typewriter's letters."""
    return f"`{_plain(value)}`"


def line(name: str, value: object) -> str:
    """Write a setting and its value as one line of YAML, in a typewriter's letters."""
    return f"`{name}: {_plain(value)}`"


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_plain, value)) + "]"
    # YAML would read bare digits as a number.
    return json.dumps(value) if isinstance(value, str) and value.isdigit() else shown(value)


def _words(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        *others, _ = schema["anyOf"]
        return f"{' or '.join(map(_words, others))}, or `null`"
    if "enum" in schema:
        return ", ".join(map(code, schema["enum"]))
    match schema.get("type"):
        case "array":
            return f"a list of {_words(schema['items'])}"
        case "integer":
            return _number("a whole number", schema)
        case "number":
            return _number("a number", schema)
        case kind:
            return _KINDS[kind]


def _number(kind: str, schema: dict[str, Any]) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is None:
        above = schema.get("exclusiveMinimum")
        limits = [] if above is None else [f"above {above}"]
        limits += [] if most is None else [f"at most {most}"]
    else:
        limits = [f"at least {least}" if most is None else f"{least} to {most}"]
    return ", ".join([kind, *limits])


def _own_default(info: FieldInfo) -> str:
    if info.default is PydanticUndefined:
        return "none: you must write it"
    if isinstance(info.default, Settings):
        return "as described below"
    if isinstance(info.default, dict) and info.default:
        return ", ".join(map(code, info.default))
    return code(info.default) if info.default not in ({}, ()) else "empty"


def _by_variant(section: Section, own: str, values: list[dict[str, str]]) -> str:
    presets = [
        f"{value} for {variant} in {_where(value, by_preset)}"
        for variant, by_preset in zip(section.variants, values, strict=True)
        for value in dict.fromkeys(by_preset.values())
    ]
    return "; ".join([own, *presets])


def _where(value: str, by_preset: dict[str, str]) -> str:
    names = [name for name in PRESET_NAMES if by_preset.get(name) == value]
    if len(names) == len(PRESET_NAMES):
        return "every preset"
    return f"preset {', '.join(f'`{name}`' for name in names)}"


def _by_preset(path: str) -> dict[str, str]:
    return {name: _in_preset(name, path) for name in PRESET_NAMES if path in _preset(name)}


def _in_preset(preset: str, path: str) -> str:
    values = _preset(preset)
    parents = [path[:end] for end, letter in enumerate(path) if letter == "."]
    if any(values.get(parent, {}) is None for parent in parents):
        return "off"
    if path not in values:
        info = field_at(LabConfig, tuple(path.split(".")))
        return _own_default(info) if info else "off"
    value = values[path]
    if value is None:
        return "`null`"
    return "on" if value == {} else code(value)


@cache
def _preset(name: str) -> dict[str, Any]:
    """Return what a preset sets by dotted path; a group that it switches on stands as `{}`."""
    layers = [read(PRESETS / f"{part}.yaml")[0] for part in dict.fromkeys(["standard", name])]
    return dict(_paths(compose(layers).values, ""))


def _paths(values: dict[str, Any], at: str) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        path = f"{at}.{key}".lstrip(".")
        yield path, {} if isinstance(value, dict) else value
        if isinstance(value, dict):
            yield from _paths(value, path)
