"""Judge values by what the chart says of them, before helm does."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from cdk.config.explain import shown
from cdk.nearest import nearest
from cdk.settings import Path

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

Schema = dict[str, Any]

_KINDS = {
    "array": "a list (`- item` lines)",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a mapping (`key: value` lines)",
    "string": "text",
}


@dataclass(frozen=True)
class Misfit:
    """A value that the chart does not take.

    Attributes:
        path: where it is.
        message: what is wrong.
        hint: what is allowed or nearest.
        about_key: whether the key is wrong, and not its value.
    """

    path: Path
    message: str
    hint: str = ""
    about_key: bool = False


class BrokenSchemaError(ValueError):
    """What was recorded of a chart cannot be read."""


def recorded_of(schema_file: FilePath) -> str:
    """Return the chart that a schema was recorded of, such as `jupyterhub 4.4.0`; empty if unsaid.

    Args:
        schema_file: as `lab charts record` writes it.

    Raises:
        BrokenSchemaError: it is no JSON.
    """
    comment = str(_schema(schema_file, schema_file.stat().st_mtime_ns).get("$comment", ""))
    found = re.match(r"Values of (\S+ \S+) \(", comment)
    return found[1] if found else ""


def misfits(values: Mapping[str, Any], schema_file: FilePath, chart: str) -> Iterator[Misfit]:
    """Yield everything in the values that the chart does not know or take.

    Args:
        values: with their holes filled.
        schema_file: JSON Schema of the chart's values.
        chart: what to call the chart, such as `jupyterhub 4.4.0`.
    """
    errors = _validator(schema_file, schema_file.stat().st_mtime_ns).iter_errors(values)
    # A missing key is reported once for each that is missing.
    yield from dict.fromkeys(misfit for error in errors for misfit in _explain(error, chart))


@cache
def _validator(schema_file: FilePath, changed: int) -> "Validator":
    # Imported late: it takes as long as all else that `lab check` does.
    from jsonschema import Draft7Validator, Draft202012Validator  # noqa: PLC0415

    schema = _schema(schema_file, changed)
    is_old = "draft-07" in schema.get("$schema", "")
    return (Draft7Validator if is_old else Draft202012Validator)(schema)


@cache
def _schema(schema_file: FilePath, _changed: int) -> Schema:
    try:
        schema = json.loads(schema_file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BrokenSchemaError(str(error)) from None
    if not isinstance(schema, dict):
        raise BrokenSchemaError("is no mapping")
    return schema


def _explain(error: "ValidationError", chart: str) -> Iterator[Misfit]:
    path: Path = tuple(error.absolute_path)
    match error.validator:
        case "additionalProperties" if isinstance(error.instance, dict):
            yield from _unknown_keys(error, path, chart)
        case "anyOf" | "oneOf" if error.context:
            # The branch that went deepest is the one that was meant.
            deepest = max(len(each.absolute_path) for each in error.context)
            branch = next(e for e in error.context if len(e.absolute_path) == deepest)
            yield from _explain(branch, chart)
        case "type":
            kinds = [error.validator_value] if isinstance(error.validator_value, str) else None
            yield _wrong_type(path, kinds or error.validator_value, error.instance)
        case "enum":
            allowed = [str(each) for each in error.validator_value]
            message = f"is not one of the allowed values (got {shown(error.instance)})"
            yield Misfit(path, message, nearest(str(error.instance), allowed))
        case "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            yield Misfit(path, f"lacks {', '.join(missing)}", "", about_key=True)
        case _:
            rule = f"{error.validator}: {shown(error.validator_value)}"
            message = f"is not what the chart takes (got {shown(error.instance)})"
            yield Misfit(path, message, f"its schema says {rule}")


def _wrong_type(path: Path, kinds: Sequence[str], given: object) -> Misfit:
    message = f"needs {' or '.join(_KINDS[kind] for kind in kinds)}"
    is_number = not isinstance(given, bool) and isinstance(given, int | float)
    if is_number and "string" in kinds:
        return Misfit(path, f"{message} (got {given})", "put it in quotes")
    if isinstance(given, str):
        is_flag = "boolean" in kinds and given in {"true", "false"}
        if is_flag or ({"integer", "number"} & {*kinds} and given.isascii() and given.isdecimal()):
            return Misfit(path, f'{message} (got "{given}")', f"write {given} without quotes")
    return Misfit(path, f"{message} (got {shown(given)})")


def _unknown_keys(error: "ValidationError", path: Path, chart: str) -> Iterator[Misfit]:
    known: Mapping[str, Any] = error.schema.get("properties", {})
    patterns = error.schema.get("patternProperties", {})
    for key in error.instance:
        if key in known or any(re.search(pattern, key) for pattern in patterns):
            continue
        message, hint = f"is no value of the chart {chart}", nearest(key, known)
        if key.partition(".")[0] in known:
            hint = "write it nested, one level a line"
        yield Misfit((*path, key), message, hint, about_key=True)
