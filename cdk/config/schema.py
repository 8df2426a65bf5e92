"""JSON Schemas of the YAML files, by which editors complete and underline."""

from typing import Any

from cdk.config.lab import LabConfig
from cdk.project.config import ProjectConfig

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def lab_schema() -> dict[str, Any]:
    """Return the schema of `lab.yaml` and `<env>.yaml`: either may leave out what the other has."""
    schema = LabConfig.model_json_schema()
    del schema["properties"]["env"]
    return {"$schema": _DIALECT, **_partial(schema)}


def project_schema() -> dict[str, Any]:
    """Return the schema of `projects/<name>.yaml`."""
    return {"$schema": _DIALECT, **ProjectConfig.model_json_schema()}


def _partial(schema: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(schema, dict):
        return {key: _partial(value) for key, value in schema.items() if key != "required"}
    if isinstance(schema, list):
        return [_partial(item) for item in schema]
    return schema
