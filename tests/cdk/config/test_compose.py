"""Tests of laying one tree of values over another."""

from typing import Any

from cdk.config.compose import compose
from cdk.config.origin import Layer, Origin


def layer(file: str, values: dict[str, Any]) -> Layer:
    """Return a layer whose every key and value stands in line 1 of a file."""
    paths = {()} | set(_paths(values))
    origin = Origin(file, 1, 1)
    return Layer(values, dict.fromkeys(paths - {()}, origin), dict.fromkeys(paths, origin))


def _paths(values: dict[str, Any], at: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for key, value in values.items():
        found.append((*at, key))
        found += _paths(value, (*at, key)) if isinstance(value, dict) else []
    return found


def test_mappings_merge_key_by_key() -> None:
    """A later layer adds to a mapping and changes single keys of it."""
    below, above = layer("a", {"x": {"p": 1, "q": 2}}), layer("b", {"x": {"q": 3, "r": 4}})
    assert compose([below, above]).values == {"x": {"p": 1, "q": 3, "r": 4}}


def test_lists_replace_each_other() -> None:
    """A list is one value: it never grows by accident."""
    assert compose([layer("a", {"x": [1, 2]}), layer("b", {"x": [3]})]).values == {"x": [3]}


def test_null_switches_a_mapping_off() -> None:
    """What is absent or null is off, whatever a layer below says."""
    assert compose([layer("a", {"x": {"p": 1}}), layer("b", {"x": None})]).values == {"x": None}


def test_each_value_keeps_the_file_it_came_from() -> None:
    """Origins follow values one by one."""
    both = compose([layer("a", {"x": {"p": 1, "q": 2}}), layer("b", {"x": {"q": 3}})])
    files = {path: both.origins[path].file for path in [("x", "p"), ("x", "q")]}
    assert files == {("x", "p"): "a", ("x", "q"): "b"}


def test_origins_below_a_replaced_value_are_forgotten() -> None:
    """Nothing points into a mapping that is no longer there."""
    both = compose([layer("a", {"x": {"p": 1}}), layer("b", {"x": None})])
    assert ("x", "p") not in both.origins
    assert ("x", "p") not in both.keys


def test_layers_are_left_as_they_were() -> None:
    """Composing copies; the same preset serves many labs."""
    below = layer("a", {"x": {"p": 1}})
    compose([below, layer("b", {"x": {"p": 2}})])
    assert below.values == {"x": {"p": 1}}
