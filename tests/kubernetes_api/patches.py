"""Patches that clients send: JSON merge patches, and the strategic ones of kubectl."""

from typing import Any

_ORDER, _REMOVE = "$setElementOrder/", "$deleteFromPrimitiveList/"


def merge(old: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """Return what a patch makes of a mapping.

    A strategic patch names the key of a list's elements beside the list, so that one reading does
    for both kinds; a list without such a key is replaced.
    """
    new = dict(old)
    for key, value in patch.items():
        if value is None:
            new.pop(key, None)
        elif key.startswith(_REMOVE):
            name = key.removeprefix(_REMOVE)
            new[name] = [each for each in new.get(name, []) if each not in value]
        elif key.startswith("$"):
            continue
        elif isinstance(value, dict):
            before = new.get(key)
            new[key] = merge(before if isinstance(before, dict) else {}, value)
        elif isinstance(new.get(key), list) and _ORDER + key in patch:
            new[key] = _merge_list(new[key], value, patch[_ORDER + key])
        else:
            new[key] = value
    return new


def _merge_list(old: list[Any], patch: list[Any], order: list[Any]) -> list[Any]:
    if not all(isinstance(each, dict) for each in order):
        return [each for each in order if each in old or each in patch]
    keys = {key for each in order for key in each}

    def identity(element: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(element.get(key) for key in sorted(keys))

    elements = {identity(each): each for each in old}
    for change in patch:
        if change.get("$patch") == "delete":
            elements.pop(identity(change), None)
        else:
            elements[identity(change)] = merge(elements.get(identity(change), {}), change)
    return [elements[identity(each)] for each in order if identity(each) in elements]
