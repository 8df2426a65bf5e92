"""Lay one tree of values over another, remembering where each value came from."""

from collections.abc import Iterable

from cdk.config.origin import Layer, Origin
from cdk.settings import Path


def compose(layers: Iterable[Layer]) -> Layer:
    """Merge layers, later over earlier: mappings merge key by key, everything else replaces."""
    values: dict[str, object] = {}
    keys: dict[Path, Origin] = {}
    origins: dict[Path, Origin] = {}
    placeholders: set[Path] = set()
    for layer in layers:
        replaced: set[Path] = set()
        values = _merge(values, layer.values, (), replaced)
        if replaced:
            for known in (keys, origins):
                for path in [path for path in known if _lies_in(path, replaced)]:
                    del known[path]
            placeholders = {path for path in placeholders if not _lies_in(path, replaced)}
        keys |= layer.keys
        origins |= layer.origins
        placeholders |= layer.placeholders
    return Layer(values, keys, origins, frozenset(placeholders))


def _lies_in(path: Path, replaced: set[Path]) -> bool:
    return any(path[:end] in replaced for end in range(len(path) + 1))


def _merge(
    base: dict[str, object], over: dict[str, object], path: Path, replaced: set[Path]
) -> dict[str, object]:
    merged = dict(base)
    for key, value in over.items():
        below, earlier = (*path, key), merged.get(key)
        if isinstance(value, dict) and isinstance(earlier, dict):
            merged[key] = _merge(earlier, value, below, replaced)
        else:
            # Where nothing was before, nothing has to be forgotten.
            replaced |= {below} if key in merged else set()
            merged[key] = value
    return merged
