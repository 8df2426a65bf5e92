"""Names of members as Step Functions writes them, to and from those of an AWS API."""

import math
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape


class UnknownFieldError(ValueError):
    """A field that Step Functions does not know, so that it would refuse the definition."""


def to_api(shape: Shape, value: Any, path: str = "$") -> Any:  # noqa: ANN401
    """Convert a task's arguments to parameters of the API.

    Members are `PascalCase` to Step Functions whatever the API calls them. Keys of maps, such as
    tags, are not members and stay. An integer that JSONata computed may be `1.0`.

    Args:
        shape: The model of the value.
        value: What the state machine passes.
        path: Where the value stands, for the message.

    Raises:
        UnknownFieldError: A member is not spelled as Step Functions spells it.
    """
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        members = {_pascal(name): name for name in shape.members}
        converted = {}
        for key, item in value.items():
            if key not in members:
                raise UnknownFieldError(f"The field '{path}.{key}' is not supported")
            name = members[key]
            # The AWS SDK of Step Functions takes null for a member that was not given.
            if item is not None:
                converted[name] = to_api(shape.members[name], item, f"{path}.{key}")
        return converted
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [to_api(shape.member, item, f"{path}[{i}]") for i, item in enumerate(value)]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {k: to_api(shape.value, item, f"{path}.{k}") for k, item in value.items()}
    if shape.type_name in ("integer", "long") and isinstance(value, float):
        return int(value) if math.isfinite(value) and value == int(value) else value
    return value


def from_api(shape: Shape, value: Any) -> Any:  # noqa: ANN401
    """Convert an answer of the API to what a state's result is."""
    if isinstance(shape, StructureShape):
        return {
            _pascal(name): from_api(member, value[name])
            for name, member in shape.members.items()
            if name in value
        }
    if isinstance(shape, ListShape):
        return [from_api(shape.member, item) for item in value]
    if isinstance(shape, MapShape):
        return {key: from_api(shape.value, item) for key, item in value.items()}
    return value


def _pascal(name: str) -> str:
    """Return a member's name with a capital."""
    return name[:1].upper() + name[1:]
