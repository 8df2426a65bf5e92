"""Refuse a plain value where a group of settings belongs, file by file.

Laid over each other first, a group would silently vanish, or hide the value that replaced it.
"""

import copy
from dataclasses import replace
from typing import Any, get_args, get_origin

from cdk.config.explain import dotted, shown, wanted
from cdk.config.lab import LabConfig
from cdk.config.model_tree import field_at, inner_type, is_optional, may_be_null, model_at
from cdk.config.origin import Layer
from cdk.config.yaml_file import EMPTY
from cdk.errors import Finding
from cdk.settings import Path, Settings


def check_shape(layer: Layer) -> tuple[Layer, list[Finding]]:
    """Return a layer without the values that should be groups, and a finding for each of them."""
    findings: list[Finding] = []
    values = copy.deepcopy(layer.values)
    _check_group(values, LabConfig, (), layer, findings)
    return Layer(values, layer.keys, layer.origins, layer.placeholders), findings


def with_hint_of_group(finding: Finding, prefix: Path) -> Finding:
    """Say what belongs below a key without a value, where that is a group.

    Args:
        finding: about one file.
        prefix: what the content of the file is below, such as `projects`, `pbmc-atlas`.
    """
    path = (*prefix, *finding.path.split("."))
    if finding.message != EMPTY or not _is_group(path):
        return finding
    return replace(finding, hint=f"{_group_hint(path, off='switches it off')}; or remove the key")


def _is_group(path: Path) -> bool:
    field = field_at(LabConfig, path)
    named = field is not None and get_origin(inner_type(field.annotation)) is dict
    return named or model_at(LabConfig, path) is not None


def _group_hint(path: Path, *, off: str) -> str:
    model = model_at(LabConfig, path)
    bare = model is None or any(each.is_required() for each in model.model_fields.values())
    hint = wanted(LabConfig, path) if bare else "`{}` takes the defaults"
    return f"{hint}, `null` {off}" if may_be_null(LabConfig, path) else hint


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
        hint = _group_hint(path, off="is off")
        findings.append(Finding(*where, dotted(path), message, hint))
        del holder[key]
