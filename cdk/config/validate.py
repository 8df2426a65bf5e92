"""Find everything that is wrong with composed values in one go."""

import copy
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from cdk.config.explain import dotted, explain
from cdk.config.lab import LabConfig
from cdk.config.model_tree import stand_in
from cdk.config.origin import Layer, Origin
from cdk.errors import Finding
from cdk.settings import Path, Problem, Settings


def validate(layer: Layer) -> tuple[LabConfig | None, list[Finding]]:
    """Check types first, then rules between values.

    A value in error is replaced by its documented example and noted, so that one mistake hides no
    other; rules that read such a value stay silent.

    Returns:
        The configuration, or None when there are errors; and all findings, warnings among them.
    """
    values = copy.deepcopy(layer.values)
    findings: list[Finding] = []
    doubtful: set[Path] = set(layer.placeholders)
    for open_path in layer.placeholders:
        _replace(values, open_path)
    # Each round mends at least one value; a tree of settings has fewer than this many levels.
    for _ in range(10):
        try:
            config = LabConfig.model_validate(values)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                path = tuple(part for part in detail["loc"] if part != "[key]")
                if not _touches(path, doubtful) or detail["type"] == "extra_forbidden":
                    findings.append(explain(detail, LabConfig, layer))
                doubtful.add(path)
                _replace(values, path, remove="[key]" in detail["loc"])
        else:
            findings += _coherence(config, layer, doubtful)
            failed = doubtful or any(not finding.warning for finding in findings)
            return (None if failed else config), findings
    return None, findings


def _coherence(config: LabConfig, layer: Layer, doubtful: set[Path]) -> Iterator[Finding]:
    for at, problem in _problems(config, ()):
        read = [(*at, *problem.path), *((*at, *related) for related in problem.related)]
        if any(_touches(path, doubtful) for path in read):
            continue
        if problem.written and _from_preset(layer, read[0]):
            continue
        yield locate(layer, at, problem)


def locate(layer: Layer, at: Path, problem: Problem) -> Finding:
    """Return a problem with the place where an admin wrote what it is about.

    Args:
        layer: the settings as written.
        at: where the model that reported it is.
        problem: with paths relative to that model.
    """
    read = [(*at, *problem.path), *((*at, *related) for related in problem.related)]
    place = _written_place(layer, read)
    where = (place.file, place.line, place.column) if place else ("", 0, 0)
    return Finding(*where, dotted(read[0]), problem.message, problem.hint, problem.warning)


def _problems(model: Settings, at: Path) -> Iterator[tuple[Path, Problem]]:
    for problem in model.problems():
        yield at, problem
    for name, value in model:
        if isinstance(value, Settings):
            yield from _problems(value, (*at, name))
        elif isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, Settings):
                    yield from _problems(item, (*at, name, key))


def _written_place(layer: Layer, paths: list[Path]) -> Origin | None:
    """Return where an admin wrote one of the values that do not fit; a preset cannot be edited."""
    places = [layer.nearest_value(path) for path in paths]
    return next((place for place in places if place and place.line), places[0])


def _from_preset(layer: Layer, path: Path) -> bool:
    origin = layer.keys.get(path)
    return origin is None or not origin.line


def _touches(path: Path, doubtful: set[Path]) -> bool:
    """Tell whether a path is, holds or lies within a value that is in error."""
    return any(path[: len(other)] == other or other[: len(path)] == path for other in doubtful)


def _replace(values: dict[str, Any], path: Path, *, remove: bool = False) -> None:
    """Put a valid stand-in at a path, or take the key away where there is none."""
    *parents, last = path
    parent: Any = values
    for part in parents:
        try:
            parent = parent[part]
        except (KeyError, IndexError, TypeError):
            return
    valid = PydanticUndefined if remove else stand_in(LabConfig, path)
    if valid is not PydanticUndefined:
        parent[last] = copy.deepcopy(valid)
    elif isinstance(parent, dict):
        parent.pop(last, None)
    elif isinstance(parent, list):
        # A list item has no example of its own: the whole list goes back to its default.
        _replace(values, tuple(parents), remove=True)
