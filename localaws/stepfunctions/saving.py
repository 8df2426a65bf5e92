"""Save executions while their threads go on."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import copy
from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import stepfunctions

from localaws.stepfunctions.child import EndedChild

# What threads change at any time; everything else is changed by requests, one after the other.
_MOVING = ("executions", "map_runs")


def install() -> None:
    """Replace ministack's copy of its state, during which no execution may begin or go on."""
    names = list(stepfunctions.get_state())

    def get_state() -> dict[str, Any]:
        stores = {name: getattr(stepfunctions, f"_{name}") for name in names}
        return {
            name: _still(store) if name in _MOVING else copy.deepcopy(store)
            for name, store in stores.items()
        }

    stepfunctions.get_state = get_state


def _still(store: Any) -> Any:  # noqa: ANN401 - a store of ministack's, without types
    """Return a store whose records do not change any more; copying a dictionary is one step."""
    records = dict(store._data)
    return AccountRegionScopedDict.from_dict({key: _copy(r) for key, r in records.items()})


def _copy(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with the events that it has so far, which themselves never change."""
    if isinstance(record, EndedChild):
        return record
    if "events" not in record:
        return dict(record)
    return {**record, "events": list(record["events"])}
