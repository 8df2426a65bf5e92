"""What differs between two cluster files, setting by setting, as ParallelCluster compares them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

UPDATE_POLICIES = Path(__file__).with_name("update_policies.yaml")

Section = Mapping[str, Any]


@dataclass(frozen=True)
class Setting:
    """A setting that ParallelCluster knows, or a section of them.

    Attributes:
        policy: ParallelCluster's word for how it may change.
        item_key: what tells items of a list apart, such as `Name`; None if it is no such list.
        inner: the settings of the section, or of each item; empty for a single value.
    """

    policy: str
    item_key: str | None = None
    inner: dict[str, "Setting"] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One difference.

    Attributes:
        section: where it is, such as `("Scheduling", "SlurmQueues[cpu]")`.
        key: the setting in that section.
        old: its value until now, None if it was not there.
        new: its value from now on, None if it goes.
        policy: ParallelCluster's word for how it may change.
        is_item: whether an item of a list came or went; then the values are the item's.
    """

    section: tuple[str, ...]
    key: str
    old: Any
    new: Any
    policy: str
    is_item: bool = False

    @property
    def path(self) -> str:
        """Return the path of the setting, such as `Scheduling.SlurmQueues[cpu].CapacityType`."""
        return ".".join((*self.section, self.key))

    @property
    def is_in_a_queue(self) -> bool:
        """Tell whether it is a setting of a queue, or of what is in one."""
        return any(step.startswith("SlurmQueues[") for step in self.section)


def changes(old: Section, new: Section) -> list[Change]:
    """Return the differences of two cluster files, in the order of ParallelCluster's schema.

    What CloudFormation fills in later, such as `{"Ref": …}`, is compared as it is written. Keys
    that ParallelCluster does not know are passed over: its schema refuses them anyway.
    """
    return list(_section(old, new, _settings(), ()))


def _section(
    old: Section, new: Section, settings: Mapping[str, Setting], place: tuple[str, ...]
) -> Iterator[Change]:
    for key, setting in settings.items():
        if setting.item_key is not None:
            yield from _items(old.get(key) or [], new.get(key) or [], key, setting, place)
            continue
        before, after = _value(old, key), _value(new, key)
        if not setting.inner:
            if before != after:
                yield Change(place, key, before, after, setting.policy)
        # ParallelCluster looks into a section that comes or goes only where it says IGNORED.
        elif (before and after) or ((before or after) and setting.policy == "IGNORED"):
            yield from _section(before or {}, after or {}, setting.inner, (*place, key))
        elif before or after:
            yield Change(place, key, before or None, after or None, setting.policy)


def _value(section: Section, key: str) -> Any:  # noqa: ANN401 - any part of a tree
    # A custom action is one script or, in its place, a sequence of them.
    if key == "Script" and key not in section:
        return section.get("Sequence")
    return section.get(key)


def _items(
    old: list[Section], new: list[Section], key: str, setting: Setting, place: tuple[str, ...]
) -> Iterator[Change]:
    before = {_name(item, setting): item for item in old}
    after = {_name(item, setting): item for item in new}
    for name, item in after.items():
        if name in before:
            yield from _section(before[name], item, setting.inner, (*place, f"{key}[{name}]"))
        else:
            yield Change(place, key, None, item, setting.policy, is_item=True)
    for name, item in before.items():
        if name not in after:
            yield Change(place, key, item, None, setting.policy, is_item=True)


def _name(item: Section, setting: Setting) -> str:
    value = item.get(setting.item_key or "")
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


@cache
def _settings() -> dict[str, Setting]:
    settings: dict[str, Setting] = {}
    for path, said in YAML(typ="safe").load(UPDATE_POLICIES).items():
        *above, last = path.split(".")
        inner = settings
        for step in above:
            inner = inner[step.partition("[")[0]].inner
        name, _, item_key = last.partition("[")
        inner[name] = Setting(policy=said["policy"], item_key=item_key.rstrip("]") or None)
    return settings
