"""Tests of plain values where groups belong; tests/cdk/config/invalid has what admins are told."""

from typing import Any

from cdk.config.origin import Layer, Origin
from cdk.config.shape import check_shape, with_hint_of_group
from cdk.errors import Finding


def paths(values: dict[str, Any]) -> list[str]:
    """Return the paths that are complained about."""
    return [f.path for f in check_shape(Layer(values, origins={(): Origin("f", 1, 1)}))[1]]


def test_groups_and_null_where_it_is_allowed_pass() -> None:
    """A group may be empty, and off if it can be."""
    values: dict[str, Any] = {"network": {}, "storage": {"efs": None}, "projects": {"alpha": None}}
    assert paths(values) == []


def test_every_level_is_looked_at() -> None:
    """Also inside groups and named entries."""
    values: dict[str, Any] = {
        "network": 1,
        "storage": {"buckets": {"raw": "on"}},
        "projects": {"alpha": {"data": []}},
    }
    assert paths(values) == ["network", "storage.buckets.raw", "projects.alpha.data"]


def test_wrong_values_are_taken_out_and_the_layer_is_left_alone() -> None:
    """What comes after sees groups only."""
    layer = Layer({"network": 1, "region": "x"}, origins={(): Origin("f", 1, 1)})
    shaped, _ = check_shape(layer)
    assert shaped.values == {"region": "x"}
    assert layer.values == {"network": 1, "region": "x"}


def test_plain_settings_are_not_its_business() -> None:
    """Their types are checked once all layers are one."""
    assert paths({"region": {"a": 1}, "account": 3}) == []


def test_only_an_empty_group_is_told_what_it_may_be() -> None:
    """Below the prefix of its file."""
    empty = Finding("f", 1, 1, "efs", "is empty", "write a value")
    hint = "`{}` takes the defaults, `null` switches it off; or remove the key"
    assert with_hint_of_group(empty, ("projects", "alpha")).hint == hint
    assert with_hint_of_group(empty, ()) == empty
