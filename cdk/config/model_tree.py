"""Find fields and models by their path in the tree of settings."""

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from cdk.settings import Path, Settings


def field_at(root: type[Settings], path: Path) -> FieldInfo | None:
    """Return the field of a path in a model, looking through mappings and lists."""
    model: Any = root
    field: FieldInfo | None = None
    for part in path:
        if isinstance(model, type) and issubclass(model, Settings):
            field = model.model_fields.get(str(part))
            if field is None:
                return None
            model = inner_type(field.annotation)
        else:
            field, model = None, inner_type(get_args(model)[-1]) if get_args(model) else None
    return field


def model_at(root: type[Settings], path: Path) -> type[Settings] | None:
    """Return the model that stands at a path."""
    model: Any = root
    for part in path:
        if isinstance(model, type) and issubclass(model, Settings):
            field = model.model_fields.get(str(part))
            model = inner_type(field.annotation) if field else None
        else:
            model = inner_type(get_args(model)[-1]) if get_args(model) else None
    return model if isinstance(model, type) and issubclass(model, Settings) else None


def inner_type(annotation: Any) -> Any:  # noqa: ANN401 - annotations have no common type
    """Strip `Annotated` and `| None`."""
    while True:
        if get_origin(annotation) in (Union, types.UnionType):
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        elif hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        else:
            return annotation


def is_optional(annotation: Any) -> bool:  # noqa: ANN401 - annotations have no common type
    """Tell whether an annotation admits null."""
    while hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    union = get_origin(annotation) in (Union, types.UnionType)
    return union and type(None) in get_args(annotation)


def may_be_null(root: type[Settings], path: Path) -> bool:
    """Tell whether a setting may be null."""
    field = field_at(root, path)
    if field is not None:
        return is_optional(field.annotation)
    # One of several things with a name.
    holder = field_at(root, path[:-1])
    arguments = get_args(inner_type(holder.annotation)) if holder else ()
    return bool(arguments) and is_optional(arguments[-1])


def setting_paths(model: type[Settings], prefix: Path = ()) -> Iterator[Path]:
    """Yield the path of every setting that has a fixed place in the tree."""
    for name, field in model.model_fields.items():
        yield (*prefix, name)
        inner = inner_type(field.annotation)
        if isinstance(inner, type) and issubclass(inner, Settings):
            yield from setting_paths(inner, (*prefix, name))


def stand_in(root: type[Settings], path: Path) -> object:
    """Return a value that is valid at a path, so that the rest can be checked without it."""
    field = field_at(root, path)
    if field is None or not field.examples:
        return PydanticUndefined
    return field.examples[0]
