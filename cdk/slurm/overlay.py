"""An admin's own values, laid over the configuration that settings make."""

from collections.abc import Mapping
from typing import Any


def overlay(below: Any, above: Any) -> Any:  # noqa: ANN401 - any part of a tree of YAML
    """Return one tree of values laid over another.

    Mappings merge key by key. Lists whose items all have a `Name` merge by it, new names at the
    end. `None` above takes away what is below. All else above replaces.
    """
    if isinstance(below, dict) and isinstance(above, Mapping):
        merged = {**below}
        for key, value in above.items():
            merged[key] = overlay(below.get(key), value)
        return {key: value for key, value in merged.items() if value is not None}
    if _named(below) and _named(above):
        by_name = {item["Name"]: item for item in below}
        for item in above:
            by_name[item["Name"]] = overlay(by_name.get(item["Name"]), item)
        return [*by_name.values()]
    return above


def _named(items: object) -> bool:
    return isinstance(items, list) and all(isinstance(i, dict) and "Name" in i for i in items)
