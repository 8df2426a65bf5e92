"""Turn template properties into parameters of an AWS API, guided by botocore's model of it."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

Properties = Mapping[str, Any]


class UnmappedPropertyError(ValueError):
    """A template property that the API has no parameter for, so that nothing could apply it."""


def call(client: Any, operation: str, properties: Properties, **parameters: Any) -> Any:  # noqa: ANN401
    """Call an operation with converted properties and parameters that are ready to send.

    Args:
        client: A boto3 client.
        operation: Method name, e.g. `create_nat_gateway`.
        properties: What the template says, in CloudFormation's spelling.
        parameters: What has no property, or is spelled differently by the API.

    Raises:
        UnmappedPropertyError: A property has no parameter.
    """
    name = client.meta.method_to_api_mapping[operation]
    shape = client.meta.service_model.operation_model(name).input_shape
    return getattr(client, operation)(**to_parameters(shape, properties), **parameters)


def to_parameters(shape: Shape, value: Any, path: str = "") -> Any:  # noqa: ANN401
    """Convert a value to what a shape of the API's model asks for.

    Names match whatever their case (`ClusterName` is `clusterName`), scalars get the modelled
    type (a template may say `"500"` or `"true"`), and `[{Key, Value}]` becomes a map where the
    API wants one.

    Args:
        shape: The model of the value.
        value: The property as the template engine resolved it.
        path: Where the value stands in the template, for the message.

    Raises:
        UnmappedPropertyError: A property has no parameter.
    """
    if isinstance(shape, StructureShape):
        return _to_structure(shape, value, path)
    if isinstance(shape, ListShape):
        values = value if isinstance(value, list) else [value]
        return [to_parameters(shape.member, item, path) for item in values]
    if isinstance(shape, MapShape):
        pairs = {i["Key"]: i["Value"] for i in value} if isinstance(value, list) else value
        return {str(k): to_parameters(shape.value, v, f"{path}.{k}") for k, v in pairs.items()}
    return _to_scalar(shape.type_name, value)


def _to_structure(shape: StructureShape, value: Properties, path: str) -> dict[str, Any]:
    """Convert the members of a structure."""
    members = {name.lower(): name for name in shape.members}
    converted = {}
    for key, item in value.items():
        here = f"{path}.{key}".lstrip(".")
        name = members.get(key.lower())
        if name is None:
            raise UnmappedPropertyError(
                f"{here}: {shape.name} has no such parameter, so the embedded AWS cannot apply it."
                " Remove the property, or teach localaws/types about it"
            )
        converted[name] = to_parameters(shape.members[name], item, here)
    return converted


def _to_scalar(kind: str, value: Any) -> Any:  # noqa: ANN401
    """Convert a scalar; policy documents become JSON text where the API takes a string."""
    if kind in ("integer", "long"):
        return int(value)
    if kind in ("float", "double"):
        return float(value)
    if kind == "boolean":
        return str(value).lower() == "true"
    if kind == "string" and isinstance(value, (dict, list)):
        return json.dumps(value)
    if kind == "string":
        return str(value).lower() if isinstance(value, bool) else str(value)
    return value
