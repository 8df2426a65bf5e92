"""Settings that a deployment may not change, or not in every way."""

from collections.abc import Iterator, Mapping
from typing import Any

from cdk.config.explain import dotted, shown
from cdk.config.origin import Layer
from cdk.errors import Finding
from cdk.settings import FIXED, GROWS, Lifecycle, Path, Settings


def fixed_settings(model: Settings, at: Path = ()) -> dict[str, Any]:
    """Return the settings of a model that are marked FIXED or GROWS, by dotted path.

    Of a part that can be off, only whether it is on is recorded. Stacks keep this in their
    template's metadata, so that a later deployment can compare.
    """
    fixed: dict[str, Any] = {}
    for name, value in model:
        path = (*at, name)
        if {FIXED, GROWS}.intersection(marks(type(model), name)):
            fixed |= {dotted(path): _recorded(model, name, value)}
        # Projects and people are mappings of settings, by their names.
        parts = value.items() if isinstance(value, Mapping) else [(None, value)]
        for key, part in parts:
            if isinstance(part, Settings):
                fixed |= fixed_settings(part, path if key is None else (*path, key))
    return fixed


def marks(model: type[Settings], field: str) -> list[Lifecycle]:
    """Return the lifecycle marks of a field; a test demands exactly one."""
    return [m for m in model.model_fields[field].metadata if isinstance(m, Lifecycle)]


def _recorded(model: Settings, name: str, value: object) -> object:
    if isinstance(value, Settings) or type(model).model_fields[name].default is None:
        return value is not None
    return list(value) if isinstance(value, tuple) else value


def refused_changes(
    deployed: Mapping[str, Any], model: Settings, layer: Layer
) -> Iterator[Finding]:
    """Yield an error for each setting that differs from what is deployed and may not."""
    wanted = fixed_settings(model)
    for path, before in deployed.items():
        if path in wanted and not _allowed(before, wanted[path]):
            place = layer.nearest_value(tuple(path.split(".")))
            yield Finding(
                file=place.file if place else "",
                line=place.line if place else 0,
                column=place.column if place else 0,
                path=path,
                message=f"cannot change after the first deployment "
                f"(got {shown(wanted[path])}, deployed {shown(before)})",
                hint=f"set it back to {shown(before)}, or make a new environment and move the "
                "data there",
            )


def _allowed(before: object, wanted: object) -> bool:
    """Tell whether a change leaves what is deployed as it is."""
    if isinstance(before, list) and isinstance(wanted, list):
        return wanted[: len(before)] == before
    # A part that was off may be switched on.
    return before == wanted or (before is False and wanted is True)
