"""Settings that are decided before the first deployment, and what became of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from cdk.config.explain import dotted, shown
from cdk.config.origin import Layer
from cdk.errors import Finding
from cdk.settings import FIXED, Lifecycle, Path, Settings


def fixed_settings(model: Settings, at: Path = ()) -> dict[str, Any]:
    """Return the fixed settings of a model by dotted path.

    Of a part that can be off, only whether it is on is recorded. Stacks keep this in their
    template's metadata, so that a later deployment can compare.
    """
    fixed: dict[str, Any] = {}
    for name, value in model:
        path = (*at, name)
        if FIXED in marks(type(model), name):
            fixed |= {dotted(path): _recorded(model, name, value)}
        if isinstance(value, Settings):
            fixed |= fixed_settings(value, path)
    return fixed


def marks(model: type[Settings], field: str) -> list[Lifecycle]:
    """Return the lifecycle marks of a field; a test demands exactly one."""
    return [m for m in model.model_fields[field].metadata if isinstance(m, Lifecycle)]


def _recorded(model: Settings, name: str, value: object) -> object:
    composite = isinstance(value, Settings) or type(model).model_fields[name].default is None
    return value is not None if composite else value


def refused_changes(
    deployed: Mapping[str, Any], model: Settings, layer: Layer
) -> Iterator[Finding]:
    """Yield an error for each fixed setting that differs from what is deployed."""
    wanted = fixed_settings(model)
    for path, before in deployed.items():
        if path in wanted and wanted[path] != before:
            place = layer.nearest_value(tuple(path.split(".")))
            yield Finding(
                file=place.file if place else "",
                line=place.line if place else 0,
                column=place.column if place else 0,
                path=path,
                message=f"cannot change after the first deployment "
                f"(got {shown(wanted[path])}, deployed {shown(before)})",
                hint="set it back, or make a new environment with it and move the data there",
            )
