"""Refuse a plain value where a group of settings belongs, file by file.

Laid over each other first, a group would silently vanish, or hide the value that replaced it.
"""

import copy
from typing import Any, get_args, get_origin

from cdk.config.explain import dotted, shown
from cdk.config.lab import LabConfig
from cdk.config.model_tree import inner_type, is_optional
from cdk.config.origin import Layer
from cdk.errors import Finding
from cdk.settings import Path, Settings


def check_shape(layer: Layer) -> tuple[Layer, list[Finding]]:
    """Return a layer without the values that should be groups, and a finding for each of them."""
    findings: list[Finding] = []
    values = copy.deepcopy(layer.values)
    _check_group(values, LabConfig, (), layer, findings)
    return Layer(values, layer.keys, layer.origins, layer.placeholders), findings


def _check_group(
    values: dict[str, Any], model: type[Settings], at: Path, layer: Layer, findings: list[Finding]
) -> None:
    for name, field in model.model_fields.items():
        if name in values:
            _check(values, name, field.annotation, (*at, name), layer, findings)


def _check(
    holder: dict[str, Any],
    key: str,
    annotation: Any,  # noqa: ANN401 - annotations have no common type
    path: Path,
    layer: Layer,
    findings: list[Finding],
) -> None:
    kind, value = inner_type(annotation), holder[key]
    is_group = isinstance(kind, type) and issubclass(kind, Settings)
    if not is_group and get_origin(kind) is not dict:
        return
    if isinstance(value, dict):
        if is_group:
            _check_group(value, kind, path, layer, findings)
        else:
            for name in list(value):
                _check(value, name, get_args(kind)[1], (*path, name), layer, findings)
    elif path not in layer.placeholders and not (value is None and is_optional(annotation)):
        place = layer.nearest_value(path)
        where = (place.file, place.line, place.column) if place else ("", 0, 0)
        message = f"needs a mapping (`key: value` lines) (got {shown(value)})"
        hint = "`{}` takes the defaults" + (", `null` is off" if is_optional(annotation) else "")
        findings.append(Finding(*where, dotted(path), message, hint))
        del holder[key]
