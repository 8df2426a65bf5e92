"""JSON Schemas of the YAML files, made fit for what editors do with them."""

import json
from typing import Any

from cdk.config.schema import lab_schema, project_schema
from cdk.regions import REGIONS

ACCOUNT = r"^[0-9]{12}$"
PROJECT_NAME = r"^[a-z](-?[a-z0-9])+$"
LONGEST_PROJECT_NAME = 32

_VALUES = {"default", "enum", "examples"}
"""Words of JSON Schema that hold an admin's values, not schemas."""


def lab_schema_text() -> str:
    """Return the schema of `lab.yaml` and `<env>.yaml` as text."""
    schema = _for_editors(lab_schema())
    properties = schema["properties"]
    # What cdk.types checks by code is invisible to pydantic's schema; a test compares the two.
    properties["region"]["enum"] = sorted(REGIONS)
    properties["account"]["pattern"] = ACCOUNT
    properties["projects"]["propertyNames"] = {
        "pattern": PROJECT_NAME,
        "maxLength": LONGEST_PROJECT_NAME,
    }
    return _text(schema)


def project_schema_text() -> str:
    """Return the schema of `projects/<name>.yaml` as text."""
    return _text(_for_editors(project_schema()))


def _for_editors(schema: Any, *, names: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Drop what clutters a tooltip or a completion.

    Args:
        schema: a schema, or a part of one.
        names: the keys are names chosen by us, not words of JSON Schema.
    """
    if isinstance(schema, list):
        return [_for_editors(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if names:
        return {key: _for_editors(value) for key, value in schema.items()}
    return {
        key: _one_line(value)
        if key == "description"
        else value
        if key in _VALUES
        else _for_editors(value, names=key in {"properties", "$defs"})
        for key, value in schema.items()
        if key != "title" and not _misleading_default(key, value)
    }


def _misleading_default(key: str, value: object) -> bool:
    # Editors offer defaults for completion, but what a preset sets has no default of its own.
    return key == "default" and (value is None or isinstance(value, dict | list))


def _one_line(description: str) -> str:
    paragraphs = description.split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
