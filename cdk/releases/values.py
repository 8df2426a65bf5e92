"""The values of one release: the platform's, then typed settings, then what a lab writes itself."""

from collections.abc import Iterator
from typing import Any

from cdk.config.origin import Layer, Origin
from cdk.settings import Path

Values = dict[str, Any]
"""Values of a Helm chart."""


def at_place(values: Values, place: Origin | None) -> Layer:
    """Return values that were computed from a setting, each as if written where the setting is."""
    if place is None:
        return Layer(values)
    places = dict.fromkeys((path for path, _ in walk(values)), place)
    return Layer(values, keys=places, origins=places)


def part_of(layer: Layer, *prefix: str) -> Layer:
    """Return what stands below a key, such as `releases.jupyterhub.values`."""
    values: Any = layer.values
    for key in prefix:
        values = values.get(key) if isinstance(values, dict) else None
    size = len(prefix)
    return Layer(
        values=values if isinstance(values, dict) else {},
        keys={
            p[size:]: place for p, place in layer.keys.items() if p[:size] == prefix and p[size:]
        },
        origins={p[size:]: o for p, o in layer.origins.items() if p[:size] == prefix and p[size:]},
    )


def walk(tree: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield everything in a tree with its path, what holds something before what it holds."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield (*path, key), value
            yield from walk(value, (*path, key))
    elif isinstance(tree, list):
        for index, item in enumerate(tree):
            yield (*path, index), item
            yield from walk(item, (*path, index))


def nulls(values: Values) -> Iterator[Path]:
    """Yield where there is a null: CDK drops it on the way, so helm would keep the default."""
    return (path for path, value in walk(values) if value is None)
