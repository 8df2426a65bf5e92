"""Tests of places in files."""

from cdk.config.origin import Layer, Origin


def test_places_are_written_as_editors_link_them() -> None:
    """file:line:column, and a preset by its name alone."""
    assert str(Origin("labs/demo/dev.yaml", 3, 7)) == "labs/demo/dev.yaml:3:7"
    assert str(Origin("preset sandbox", 0, 0)) == "preset sandbox"


def test_value_without_a_place_is_found_at_its_parent() -> None:
    """A default inside a written mapping is reported there."""
    layer = Layer({"a": {}}, keys={("a",): Origin("f", 1, 1)}, origins={("a",): Origin("f", 1, 4)})
    assert layer.nearest_value(("a", "b")) == Origin("f", 1, 1)
    assert layer.nearest_value(("z",)) is None
