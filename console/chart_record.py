"""What is kept of an official chart: which values it knows, without its words."""

import json
from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

_KEPT = {
    *("type", "enum", "const", "required", "pattern", "minimum", "maximum"),
    *("minItems", "maxItems", "minLength", "maxLength", "minProperties", "uniqueItems", "$ref"),
}
_SUBSCHEMA = {"additionalProperties", "items", "not", "if", "then", "else"}
_SUBSCHEMA_LIST = {"anyOf", "oneOf", "allOf"}
_SUBSCHEMA_MAP = {"properties", "patternProperties", "definitions", "$defs"}

# Parts of Kubernetes' own objects: a chart hands them on, and its defaults show a few fields only.
_OPEN = {
    *("affinity", "annotations", "labels", "nodeSelector", "resources", "spec", "strategy"),
    *("containerSecurityContext", "podSecurityContext", "securityContext"),
}
_DEFINITIONS = "#/definitions/"
_DRAFT_7 = "http://json-schema.org/draft-07/schema#"


def recorded(schema: Schema | None, defaults: Mapping[str, Any], *, comment: str) -> str:
    """Return the JSON Schema that is kept of a chart, always the same text for the same chart.

    Keys that the chart neither describes nor has a default for are refused. A key that it requires
    is not, where its own defaults have it: they are not part of what we check.

    Args:
        schema: the chart's own schema; `None` if it has none.
        defaults: its `values.yaml`.
        comment: chart, version, licence.
    """
    reduced = _closed(_reduced(schema) if schema else {}, defaults, ())
    # Helm hands `global` to every chart, whether it knows the key or not.
    reduced["properties"].setdefault("global", {"type": "object"})
    draft = (schema or {}).get("$schema", _DRAFT_7)
    return _text({"$schema": draft, "$comment": comment, **_without_unused(reduced)})


def _reduced(node: Any) -> Any:  # noqa: ANN401 - a schema is a mapping, true or false
    if not isinstance(node, dict):
        return node
    reduced: Schema = {}
    for word, value in node.items():
        if word in _SUBSCHEMA_MAP:
            reduced[word] = {name: _reduced(each) for name, each in value.items()}
        elif word in _SUBSCHEMA_LIST:
            reduced[word] = [_reduced(each) for each in value]
        elif word in _SUBSCHEMA:
            reduced[word] = _reduced(value)
        elif word in _KEPT:
            reduced[word] = value
    return reduced


def _closed(node: Schema, defaults: Mapping[str, Any], path: tuple[str, ...]) -> Schema:
    """Refuse keys that are neither described nor have a default; require what has no default."""
    known = node.get("properties", {})
    properties = {
        key: known.get(key, _inferred(defaults.get(key))) for key in {**known, **defaults}
    }
    closed = {**node, "type": node.get("type", "object"), "properties": properties}
    for key, value in properties.items():
        if isinstance(value, dict) and isinstance(below := defaults.get(key), dict) and below:
            properties[key] = _closed_below(value, below, (*path, key))
    if "required" in closed:
        closed["required"] = [key for key in closed["required"] if key not in defaults]
    if not closed.get("required"):
        closed.pop("required", None)
    if not closed.keys() & {"additionalProperties", "patternProperties"}:
        closed["additionalProperties"] = False
    return closed


def _closed_below(node: Schema, defaults: Mapping[str, Any], path: tuple[str, ...]) -> Schema:
    is_open = path[-1] in _OPEN or "$ref" in node or node.get("additionalProperties") is True
    is_map = "properties" not in node and "additionalProperties" in node
    return node if is_open or is_map else _closed(node, defaults, path)


def _inferred(default: object) -> Schema:
    """Return what a default says about its value."""
    match default:
        case bool():
            return {"type": "boolean"}
        case int() | float():
            return {"type": "number"}
        case str():
            return {"type": "string"}
        case list():
            return {"type": "array"}
        case dict():
            return {"type": "object"}
    return {}


def _without_unused(schema: Schema) -> Schema:
    """Leave definitions out that nothing refers to any more."""
    definitions: Schema = schema.get("definitions", {})
    rest = {word: value for word, value in schema.items() if word != "definitions"}
    used: dict[str, Any] = {}
    wanted = _references(rest)
    while wanted:
        name = wanted.pop()
        if name not in used:
            used[name] = definitions[name]
            wanted |= _references(definitions[name])
    return {**rest, "definitions": used} if used else rest


def _references(node: object) -> set[str]:
    if isinstance(node, dict):
        target = node.get("$ref", "")
        is_own = isinstance(target, str) and target.startswith(_DEFINITIONS)
        own = {target.removeprefix(_DEFINITIONS)} if is_own else set()
        return own.union(*map(_references, node.values()))
    return set().union(*map(_references, node)) if isinstance(node, list) else set()


def _text(schema: Schema) -> str:
    """Write a schema with a line for each of its values, so that differences can be read."""
    lines = []
    for word in sorted(schema):
        value = schema[word]
        if word in {"properties", "definitions"}:
            entries = [f"  {json.dumps(name)}: {_line(value[name])}" for name in sorted(value)]
            lines.append(f" {json.dumps(word)}: {{\n" + ",\n".join(entries) + "\n }")
        else:
            lines.append(f" {json.dumps(word)}: {_line(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _line(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
