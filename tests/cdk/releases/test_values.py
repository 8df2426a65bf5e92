"""Trees of values and their places."""

from cdk.config.origin import Layer, Origin
from cdk.releases.values import Values, at_place, nulls, part_of, walk

HERE = Origin("lab.yaml", 3, 1)


def test_computed_values_stand_where_their_setting_stands() -> None:
    """Each key and each value, down to items of lists."""
    layer = at_place({"a": {"b": [1]}}, HERE)
    assert set(layer.origins) == {("a",), ("a", "b"), ("a", "b", 0)}
    assert set(layer.origins.values()) == {HERE}


def test_without_a_place_there_is_none() -> None:
    """A synthesis needs no messages."""
    assert at_place({"a": 1}, None) == Layer({"a": 1})


def test_part_of_a_layer_keeps_its_places() -> None:
    """Paths are counted from the part on, and what is beside it stays out."""
    places: dict[tuple[str | int, ...], Origin] = {
        ("releases", "x", "values"): HERE,
        ("releases", "x", "values", "a"): HERE,
    }
    layer = Layer({"releases": {"x": {"values": {"a": 1}}}}, {**places, ("other",): HERE}, places)
    assert part_of(layer, "releases", "x", "values") == Layer(
        {"a": 1}, {("a",): HERE}, {("a",): HERE}
    )


def test_part_that_is_not_there_is_empty() -> None:
    """Most labs write no values."""
    assert part_of(Layer({"releases": None}), "releases", "x", "values") == Layer({})


def test_walk_yields_what_holds_something_first() -> None:
    """Mappings and lists are walked in their order."""
    assert [path for path, _ in walk({"a": [{"b": 1}], "c": 2})] == [
        ("a",),
        ("a", 0),
        ("a", 0, "b"),
        ("c",),
    ]


def test_nulls_are_found_at_every_level() -> None:
    """Empty values of other kinds are none."""
    tree: Values = {"a": None, "b": [None, {"c": None}], "d": "", "e": {}, "f": False}
    assert list(nulls(tree)) == [("a",), ("b", 0), ("b", 1, "c")]
