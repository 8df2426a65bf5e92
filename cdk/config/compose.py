"""Lay one tree of values over another, remembering where each value came from."""

from collections.abc import Iterable
from functools import reduce

from cdk.config.origin import Layer
from cdk.settings import Path


def compose(layers: Iterable[Layer]) -> Layer:
    """Merge layers, later over earlier: mappings merge key by key, everything else replaces."""
    return reduce(_lay_over, layers, Layer({}))


def _lay_over(base: Layer, over: Layer) -> Layer:
    replaced: set[Path] = set()
    values = _merge(base.values, over.values, (), replaced)

    def stays(path: Path) -> bool:
        return not any(path[:end] in replaced for end in range(len(path) + 1))

    return Layer(
        values=values,
        keys={p: o for p, o in base.keys.items() if stays(p)} | dict(over.keys),
        origins={p: o for p, o in base.origins.items() if stays(p)} | dict(over.origins),
        placeholders=frozenset(filter(stays, base.placeholders)) | over.placeholders,
    )


def _merge(
    base: dict[str, object], over: dict[str, object], path: Path, replaced: set[Path]
) -> dict[str, object]:
    merged = dict(base)
    for key, value in over.items():
        below, earlier = (*path, key), merged.get(key)
        if isinstance(value, dict) and isinstance(earlier, dict):
            merged[key] = _merge(earlier, value, below, replaced)
        else:
            merged[key] = value
            replaced.add(below)
    return merged
