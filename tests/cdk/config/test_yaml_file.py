"""Tests of reading YAML with the place of everything."""

from pathlib import Path

import pytest

from cdk.config.origin import Layer, Origin
from cdk.config.yaml_file import read


def layer_of(tmp_path: Path, text: str) -> Layer:
    """Read a text that has nothing wrong with it."""
    file = tmp_path / "f.yaml"
    file.write_text(text)
    layer, findings = read(file)
    assert findings == []
    return layer


def test_keys_and_values_are_located(tmp_path: Path) -> None:
    """Lines and columns count from 1, as editors do."""
    layer = layer_of(tmp_path, "a:\n  b: [x, yy]\n")
    file = str(tmp_path / "f.yaml")
    assert layer.keys[("a", "b")] == Origin(file, 2, 3)
    assert layer.origins[("a", "b", 1)] == Origin(file, 2, 10)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("012345678901", "012345678901"),
        ("12", 12),
        ("0", 0),
        ("1.5", 1.5),
        ("true", True),
        ("no", "no"),
        ("1:30", "1:30"),
        ("2026-11-21", "2026-11-21"),
        ("null", None),
        ("~", None),
        ('"12"', "12"),
        ("=", "="),
    ],
)
def test_scalars_mean_what_yaml_1_2_says(tmp_path: Path, written: str, value: object) -> None:
    """No Norway problem, no octal account ids, no dates: text stays text."""
    read_value = layer_of(tmp_path, f"a: {written}\n").values["a"]
    assert (type(read_value), read_value) == (type(value), value)


def test_first_of_two_equal_keys_counts(tmp_path: Path) -> None:
    """A key that stands twice is told, and its first value is used for further checks."""
    file = tmp_path / "f.yaml"
    file.write_text("a: 1\na: 2\n")
    layer, findings = read(file)
    assert layer.values == {"a": 1}
    assert [finding.message for finding in findings] == ["is written twice"]


def test_layer_moves_below_a_prefix(tmp_path: Path) -> None:
    """A project's file becomes a branch of the lab, with its own origins."""
    moved = layer_of(tmp_path, "a: 1\n").below("projects", "alpha")
    assert moved.values == {"projects": {"alpha": {"a": 1}}}
    assert moved.keys[("projects", "alpha", "a")].line == 1


def test_nearest_key_climbs_to_what_is_written(tmp_path: Path) -> None:
    """A missing key is reported at the mapping that lacks it."""
    layer = layer_of(tmp_path, "a:\n  b: 1\n")
    assert layer.nearest_key(("a", "missing", "deep")) == layer.keys[("a",)]
